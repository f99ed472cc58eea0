// What can happen to a stream.
import { setTimeout as wait } from 'node:timers/promises';
import { countReads } from './count-reads.mjs';
import { describeError, describeStream } from './describe-outcome.mjs';
import { nameVisibleKeys } from './leftovers.mjs';
import { operations } from './operations.mjs';

const exceptions = [
  'internalServerException',
  'modelStreamErrorException',
  'validationException',
  'throttlingException',
  'serviceUnavailableException',
];

const situations = {
  'read to its end': {},
  'left by break': {
    countsReads: true,
    partialReason: 'left',
    read: async (stream, keep) => {
      for await (const event of stream) {
        keep(event);
        break;
      }
    },
  },
  'left by return()': {
    partialReason: 'left',
    read: async (stream, keep) => {
      const iterator = stream[Symbol.asyncIterator]();
      keep((await iterator.next()).value);
      keep(await iterator.return('enough'));
      keep(nameVisibleKeys(iterator));
    },
  },
  'the reader throws': {
    partialReason: 'left',
    isReadersError: true,
    read: async (stream, keep) => {
      for await (const event of stream) {
        keep(event);
        throw new RangeError('my own mistake');
      }
    },
  },
  'aborted in the middle': {
    directives: 'tokens-per-second=200',
    partialReason: 'ended_early',
    read: async (stream, keep, abort) => {
      let count = 0;
      for await (const event of stream) {
        count += 1;
        if (count < 3) keep(event);
        if (count === 3) abort();
      }
    },
  },
  'never read': { partialReason: 'never_read', countsReads: true, read: () => undefined },
  'read a second time': {
    read: async (stream, keep) => {
      for await (const event of stream) keep(event);
      for await (const event of stream) keep(event);
    },
  },
  'a slow reader': {
    countsReads: true,
    read: async (stream, keep) => {
      for await (const event of stream) {
        await wait(2);
        keep(event);
      }
    },
  },
  'an exception first': {
    directives: 'exception-after=0:modelStreamErrorException:oh',
    partialReason: 'failed',
  },
  ...Object.fromEntries(
    exceptions.map((name) => [
      `${name} in the middle`,
      { directives: `exception-after=4:${name}:oh`, partialReason: 'failed' },
    ]),
  ),
  'the connection is cut': { directives: 'cut-after=4', partialReason: 'ended_early' },
  'a frame is malformed': { directives: 'malformed-after=3', partialReason: 'ended_early' },
};

/** Exceptions that only one operation has. */
const ownSituations = {
  InvokeModelWithResponseStream: {
    'modelTimeoutException in the middle': {
      directives: 'exception-after=4:modelTimeoutException:oh',
      partialReason: 'failed',
    },
  },
};

const core = new Set(['read to its end', 'left by break', 'modelStreamErrorException in the middle']);

export const streamCases = operations
  .filter((operation) => operation.stream)
  .flatMap((operation) =>
    Object.entries({ ...situations, ...ownSituations[operation.name] }).map(
      ([situation, { read, directives, countsReads, ...expected }]) => ({
        table: 'streams',
        row: situation,
        column: operation.name,
        operation,
        isCore: core.has(situation),
        ...expected,
        run: async (context) => {
          const controller = context.createAbortController();
          const client = context.createClient({ directives, maxAttempts: 1 });
          const getReads = countsReads ? countReads(client, operation.stream) : undefined;
          try {
            const output = await client.send(context.createCommand(operation), {
              abortSignal: controller.signal,
            });
            const reading = read && ((stream, keep) => read(stream, keep, () => controller.abort()));
            return await describeStream(output[operation.stream], reading, getReads);
          } catch (error) {
            return { isRejected: true, error: describeError(error) };
          }
        },
      }),
    ),
  );
