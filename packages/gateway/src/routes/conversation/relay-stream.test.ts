import { expect, test } from 'vitest';
import { GatewayError } from '../../gateway-error.ts';
import type { ClientExchange } from '../../http/client-exchange.ts';
import type { BodyReader, UpstreamBody } from '../../upstream/upstream-answer.ts';
import type { StreamTranslator } from '../../translate/create-stream-translator.ts';
import { EventWriter } from './event-writer.ts';
import { relayStream } from './relay-stream.ts';

/** A relay whose every chunk is one payload; a chunk "fail" is a failure, "bad" is malformed. */
function startRelay({ isClientSlow = false } = {}) {
  const written: string[] = [];
  const calls: string[] = [];
  let reader: BodyReader | undefined;
  let drain: (() => void) | undefined;
  const exchange = {
    isStarted: false,
    isClosed: false,
    start() {
      this.isStarted = true;
    },
    write: (text: string) => {
      written.push(text);
      return !isClientSlow;
    },
    onDrain: (listener: () => void) => (drain = listener),
    end: (text: string) => written.push(text),
  };
  const body = {
    pipe: (given: BodyReader) => (reader = given),
    resume: () => calls.push('resume'),
    abort: () => calls.push('abort'),
  };
  const writer = new EventWriter({
    exchange: exchange as unknown as ClientExchange,
    encode: (payload) => `${JSON.stringify(payload)};`,
    buildHeaders: () => ({}),
  });
  const translator = {
    fail: (error: GatewayError) => writer.emit({ failed: error.code }, error),
    end: () => undefined,
  };
  const decoder = {
    push(bytes: Uint8Array) {
      for (const word of Buffer.from(bytes).toString().split(' ')) {
        if (word === 'bad') throw new Error('bad');
        if (word === 'fail') translator.fail(new GatewayError('no', { status: 429, code: 'slow' }));
        else writer.emit({ word });
      }
    },
  };
  const ended = relayStream({
    exchange: exchange as unknown as ClientExchange,
    body: body as unknown as UpstreamBody,
    decoder,
    translator: translator as unknown as StreamTranslator,
    writer,
  });
  if (!reader) throw new Error('the body is not read');
  return { written, calls, reader, ended, exchange, drain: () => drain?.() };
}

test('all events of one piece go out in one write', () => {
  const { reader, written } = startRelay();
  expect(reader.onData(Buffer.from('a b c'))).toBe(true);
  expect(reader.onData(Buffer.from('d'))).toBe(true);
  expect(written).toEqual(['{"word":"a"};{"word":"b"};{"word":"c"};', '{"word":"d"};']);
});

test('Bedrock is not read while the client cannot take more', () => {
  const { reader, calls, drain } = startRelay({ isClientSlow: true });
  expect(reader.onData(Buffer.from('a'))).toBe(false);
  expect(calls).toEqual([]);
  drain();
  expect(calls).toEqual(['resume']);
});

test('a failure stops reading, and before the first event leaves the answer open', async () => {
  const { reader, calls, ended, exchange } = startRelay();
  reader.onData(Buffer.from('fail'));
  reader.onData(Buffer.from('late'));
  expect(await ended).toMatchObject({ error: { status: 429 }, reason: 'exception' });
  expect(calls).toEqual(['abort']);
  expect(exchange.isStarted).toBe(false);
});

test('what cannot be read and what breaks off are failures', async () => {
  const malformed = startRelay();
  malformed.reader.onData(Buffer.from('a bad'));
  expect(await malformed.ended).toMatchObject({ error: { code: 'stream_malformed', status: 502 } });
  const broken = startRelay();
  broken.reader.onError(new GatewayError('gone', { status: 502, code: 'upstream_unreachable' }));
  expect(await broken.ended).toMatchObject({ error: { code: 'stream_truncated' }, reason: 'truncated' });
  const whole = startRelay();
  whole.reader.onData(Buffer.from('a'));
  whole.reader.onEnd();
  expect(await whole.ended).toBeUndefined();
});
