import { describe, expect, it } from 'vitest';
import { invokeModelWithBidirectionalStream } from './invoke-model-with-bidirectional-stream.ts';
import type { OperationStreamReader, ResponseReading } from './operation.ts';

function createReader(): Required<OperationStreamReader> {
  const reader = invokeModelWithBidirectionalStream.createStreamReader?.({ input: undefined, metadata: {} });
  if (!reader?.readInput) throw new Error('the operation must read both directions');
  return reader as Required<OperationStreamReader>;
}

function encode(event: unknown): unknown {
  return { chunk: { bytes: new TextEncoder().encode(JSON.stringify({ event })) } };
}

const pcm = { mediaType: 'audio/lpcm', sampleRateHertz: 16_000, sampleSizeBits: 16, channelCount: 1 };

interface Recording {
  format: string;
  source: { bytes: Uint8Array };
  omittedBytes?: number;
}

function readRecording(messages: unknown): Recording {
  const [message] = (messages as { messages: { content: { audio: Recording }[] }[] }).messages;
  if (!message?.content[0]) throw new Error('no recording');
  return message.content[0].audio;
}

function recordSpeech(pieces: number, piece: Buffer): ResponseReading {
  const reader = createReader();
  reader.readInput(
    encode({ contentStart: { contentName: 'a', type: 'AUDIO', role: 'USER', audioInputConfiguration: pcm } }),
  );
  const event = encode({ audioInput: { contentName: 'a', content: piece.toString('base64') } });
  for (let index = 0; index < pieces; index += 1) reader.readInput(event);
  return reader.result({});
}

describe('speech', () => {
  it('is a WAV file of what was sent', () => {
    const { format, source } = readRecording(recordSpeech(3, Buffer.from([1, 2, 3, 4])).input);
    const view = new DataView(source.bytes.buffer);
    expect(format).toBe('wav');
    expect(Buffer.from(source.bytes.subarray(0, 4)).toString()).toBe('RIFF');
    expect(view.getUint32(24, true)).toBe(16_000);
    expect(view.getUint32(40, true)).toBe(12);
    expect([...source.bytes.subarray(44)]).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4]);
  });

  it('of eight minutes is kept to 8 MiB from its beginning, and the rest counted', () => {
    // 32 ms of 16-bit audio at 16 kHz a piece.
    const pieces = (8 * 60 * 1000) / 32;
    const { source, omittedBytes = 0 } = readRecording(recordSpeech(pieces, Buffer.alloc(1024, 7)).input);
    expect(source.bytes.byteLength).toBe(44 + 8 * 1024 * 1024);
    expect(source.bytes.byteLength - 44 + omittedBytes).toBe(pieces * 1024);
  });

  it('of many sessions leaves the process its memory, and gives it back', () => {
    const readers = Array.from({ length: 12 }, () => {
      const reader = createReader();
      reader.readInput(
        encode({
          contentStart: { contentName: 'a', type: 'AUDIO', role: 'USER', audioInputConfiguration: pcm },
        }),
      );
      reader.readInput(
        encode({ audioInput: { contentName: 'a', content: Buffer.alloc(7_000_000).toString('base64') } }),
      );
      return reader;
    });
    const kept = readers.map((reader) => readRecording(reader.result({}).input).source.bytes.byteLength - 44);
    expect(kept.filter((byteLength) => byteLength > 0)).toHaveLength(9);
    expect(readRecording(recordSpeech(1, Buffer.alloc(7_000_000)).input).omittedBytes).toBeUndefined();
  });

  it('that comes after the end is not kept', () => {
    const reader = createReader();
    reader.readInput(
      encode({
        contentStart: { contentName: 'a', type: 'AUDIO', role: 'USER', audioInputConfiguration: pcm },
      }),
    );
    reader.result({});
    reader.readInput(encode({ audioInput: { contentName: 'a', content: 'AAAA' } }));
    expect(readRecording(reader.result({}).input).omittedBytes).toBe(3);
  });
});

function readOutput(events: readonly unknown[]): ResponseReading {
  const reader = createReader();
  for (const event of events) reader.read(encode(event));
  return reader.result({});
}

function write(contentId: string, generationStage: string, content: string): unknown[] {
  const additionalModelFields = JSON.stringify({ generationStage });
  return [
    { contentStart: { contentId, role: 'ASSISTANT', type: 'TEXT', additionalModelFields } },
    { textOutput: { contentId, role: 'ASSISTANT', content } },
    { contentEnd: { contentId, stopReason: 'PARTIAL_TURN' } },
  ];
}

describe('turns', () => {
  it('hold the words that were said, or the planned ones while none were', () => {
    const planned = write('1', 'SPECULATIVE', 'I will say more');
    expect(readOutput(planned).output).toEqual({
      messages: [{ role: 'assistant', content: [{ text: 'I will say more' }] }],
    });
    expect(readOutput([...planned, ...write('2', 'FINAL', 'I will')]).output).toEqual({
      messages: [{ role: 'assistant', content: [{ text: 'I will' }] }],
    });
  });

  it('say that they were interrupted, without the words that say so', () => {
    const events = [...write('1', 'FINAL', 'Well'), ...write('2', 'FINAL', '{ "interrupted" : true }')];
    expect(readOutput(events).output).toEqual({
      messages: [{ role: 'assistant', content: [{ text: 'Well' }], interrupted: true }],
    });
  });

  it('of a session that broke off are not whole', () => {
    const events = write('1', 'FINAL', 'Well');
    expect(readOutput(events).isWhole).toBe(true);
    expect(readOutput(events.slice(0, 2)).isWhole).toBe(false);
    expect(readOutput([]).isWhole).toBe(false);
  });

  it('are bounded in number and length', () => {
    const many = readOutput(
      Array.from({ length: 2010 }, (_, index) => write(`${index}`, 'FINAL', 'x')).flat(),
    );
    expect(many.metadata.omitted_blocks).toBe(10);
    const long = readOutput(write('1', 'FINAL', 'x'.repeat(2_000_100)));
    expect(long.metadata.omitted_characters).toBe(100);
  });
});

it('takes the last totals for the usage, and no price', () => {
  const reader = createReader();
  for (const tokens of [1, 2]) {
    const side = { speechTokens: tokens, textTokens: 10 * tokens };
    reader.read(
      encode({
        usageEvent: {
          totalInputTokens: 11 * tokens,
          totalOutputTokens: 11 * tokens,
          totalTokens: 22 * tokens,
          details: { total: { input: side, output: side } },
        },
      }),
    );
  }
  expect(reader.result({})).toMatchObject({
    usage: { inputTokens: 22, outputTokens: 22, totalTokens: 44 },
    metrics: { prompt_speech_tokens: 2, prompt_text_tokens: 20, completion_speech_tokens: 2 },
  });
});

it.each([
  undefined,
  null,
  1,
  {},
  { chunk: {} },
  { chunk: { bytes: new Uint8Array([1, 2]) } },
  encode(null),
  encode({ audioInput: 1 }),
])('takes no harm from %j', (event) => {
  const reader = createReader();
  reader.readInput(event);
  expect(reader.read(event)).toBe(false);
  expect(reader.result({}).output).toBeUndefined();
});
