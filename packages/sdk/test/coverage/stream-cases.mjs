// What can happen to a stream.
import { setTimeout as wait } from 'node:timers/promises';
import { countReads } from './count-reads.mjs';
import { describeError, describeStream } from './describe-outcome.mjs';
import { nameVisibleKeys } from './leftovers.mjs';
import { operations } from './operations.mjs';

/** What each client's streams can end with. */
const exceptions = {
  BedrockRuntime: [
    'internalServerException',
    'modelStreamErrorException',
    'validationException',
    'throttlingException',
    'serviceUnavailableException',
  ],
  BedrockAgentRuntime: [
    'internalServerException',
    'validationException',
    'throttlingException',
    'resourceNotFoundException',
    'serviceQuotaExceededException',
    'accessDeniedException',
    'conflictException',
    'dependencyFailedException',
    'badGatewayException',
  ],
};

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
    justEnds: true,
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
  'the connection is cut': { directives: 'cut-after=4', partialReason: 'ended_early', justEnds: true },
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

function describeException(name, eventCount) {
  return { directives: `exception-after=${eventCount}:${name}:oh`, partialReason: 'failed' };
}

function listSituations({ name, client }) {
  const middle = exceptions[client].map((exception) => [
    `${exception} in the middle`,
    describeException(exception, 4),
  ]);
  return Object.entries({
    ...situations,
    'an exception first': describeException(exceptions[client].at(-1), 0),
    ...Object.fromEntries(middle),
    ...ownSituations[name],
  });
}

const core = new Set(['read to its end', 'left by break', 'modelStreamErrorException in the middle']);

export const streamCases = operations
  .filter((operation) => operation.hasStreamCases)
  .flatMap((operation) =>
    listSituations(operation).map(
      ([situation, { read, directives, countsReads, justEnds, ...expected }]) => ({
        table: 'streams',
        row: situation,
        column: operation.name,
        operation,
        isCore: core.has(situation) && !operation.isNewestOnly,
        ...expected,
        // Where nothing marks the end, a stream that just ends is as good as whole.
        partialReason: justEnds && operation.hasUnmarkedEnd ? undefined : expected.partialReason,
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
