import { createHash, randomBytes } from 'node:crypto';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  InvokeModelCommand,
  type ContentBlock,
} from '@aws-sdk/client-bedrock-runtime';
import type { AttachmentReference } from '@outcrop/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BedrockSession } from '../../test/bedrock-session.ts';
import { flush, initLogger, startSpan, type Logger, type LoggerOptions } from '../index.ts';

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const pngStart = Buffer.from('89504e470d0a1a0a', 'hex');
const png = Buffer.concat([pngStart, randomBytes(2000)]);
const pdf = Buffer.concat([Buffer.from('%PDF-1.7 '), randomBytes(500)]);

let session: BedrockSession;
let logger: Logger;

beforeEach(async () => {
  session = await BedrockSession.start();
  startLogger();
});

afterEach(() => session.close());

function startLogger(options: LoggerOptions = {}): void {
  logger = initLogger({ projectName: 'test', apiKey: 'k', apiUrl: session.collector.url, ...options });
}

function createClient(): BedrockRuntimeClient {
  return session.createClient({ region: 'us-west-2' });
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function referTo(bytes: Uint8Array, fields: Partial<AttachmentReference>): object {
  return { type: 'attachment', byte_length: bytes.byteLength, sha256: hash(bytes), ...fields };
}

/** Records a value, waits for its uploads and gives what was recorded of it. */
async function record(input: unknown): Promise<unknown> {
  const span = startSpan('work');
  span.log({ input });
  span.end();
  await flush();
  return session.collector.span.input;
}

async function converse(content: ContentBlock[]): Promise<void> {
  await createClient().send(new ConverseCommand({ modelId: model, messages: [{ role: 'user', content }] }));
}

describe('what a call sends', () => {
  test('is uploaded once and referred to by its hash, type, size and name', async () => {
    await converse([
      { text: 'What is this?' },
      { image: { format: 'png', source: { bytes: png } } },
      { document: { format: 'pdf', name: 'report', source: { bytes: pdf } } },
    ]);
    await converse([{ text: 'And now?' }, { image: { format: 'png', source: { bytes: png } } }]);
    await flush();

    const [first, second] = session.collector.spans;
    expect(first?.input).toMatchObject({
      messages: [
        {
          content: [
            { text: 'What is this?' },
            { image: { source: { bytes: referTo(png, { content_type: 'image/png' }) } } },
            {
              document: {
                source: { bytes: referTo(pdf, { content_type: 'application/pdf', name: 'report' }) },
              },
            },
          ],
        },
      ],
    });
    expect(second?.input).toMatchObject({
      messages: [{ content: [{}, { image: { source: { bytes: { sha256: hash(png) } } } }] }],
    });
    expect(session.collector.uploads).toEqual([hash(png), hash(pdf)]);
    expect(session.collector.attachments.get(hash(pdf))).toEqual(pdf);
    expect(logger.getStatus().attachments).toEqual({ queued: 0, sent: 2, dropped: 0 });
  });

  test('may be changed once the call is settled, and may have been freed for another use', async () => {
    const bytes = Buffer.concat([pngStart, randomBytes(3_000_000)]);
    const before = Buffer.from(bytes);
    const client = createClient();
    // Fails before anything is sent, so that the hash cannot be ready.
    client.middlewareStack.add(() => async () => Promise.reject(new Error('offline')), { step: 'build' });
    const content = [{ image: { format: 'png' as const, source: { bytes } } }];
    const sending = client.send(
      new ConverseCommand({ modelId: model, messages: [{ role: 'user', content }] }),
    );
    await expect(sending).rejects.toThrow('offline');
    bytes.fill(0);
    await flush();
    expect(session.collector.uploads).toEqual([hash(before)]);
    expect(JSON.stringify(session.collector.span.input)).toContain(hash(before));
  });

  test('is found in the base64 of an InvokeModel body', async () => {
    const body = {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 10,
      messages: [
        {
          role: 'user',
          content: [
            {
              type: 'image',
              source: { type: 'base64', media_type: 'image/png', data: png.toString('base64') },
            },
            { type: 'text', text: 'What is this?' },
          ],
        },
      ],
    };
    await createClient().send(new InvokeModelCommand({ modelId: model, body: JSON.stringify(body) }));
    await flush();
    expect(session.collector.span.input).toMatchObject({
      messages: [{ content: [{ source: { data: referTo(png, { content_type: 'image/png' }) } }, {}] }],
    });
    expect(session.collector.attachments.get(hash(png))).toEqual(png);
  });
});

test('a large body is not parsed before its request is on its way', async () => {
  const large = Buffer.concat([pngStart, randomBytes(600_000)]);
  const parse = vi.spyOn(JSON, 'parse');
  const listLargeTexts = (): unknown[] => parse.mock.calls.filter(([text]) => text.length > 600_000);
  const data = large.toString('base64');
  const content = [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data } }];
  const body = {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 9,
    messages: [{ role: 'user', content }],
  };
  const request = { modelId: model, body: JSON.stringify(body) };
  const sending = createClient().send(new InvokeModelCommand(request));
  expect(listLargeTexts()).toHaveLength(0);
  await sending;
  await flush();
  parse.mockRestore();
  const { input, metadata } = session.collector.span;
  expect(input).toMatchObject({ messages: [{ content: [{ source: { data: { sha256: hash(large) } } }] }] });
  expect(metadata).toMatchObject({ model, maxTokens: 9, stop_reason: 'max_tokens' });
});

describe('wherever bytes may stand', () => {
  const base64 = png.toString('base64');
  const image = referTo(png, { content_type: 'image/png' });
  test.each<[string, unknown, unknown]>([
    [
      'a tool result',
      { toolResult: { content: [{ image: { format: 'png', source: { bytes: png } } }] } },
      { toolResult: { content: [{ image: { source: { bytes: image } } }] } },
    ],
    [
      'guarded content',
      { guardContent: { image: { format: 'png', source: { bytes: png } } } },
      { guardContent: { image: { source: { bytes: image } } } },
    ],
    [
      'redacted reasoning',
      { reasoningContent: { redactedContent: pdf } },
      { reasoningContent: { redactedContent: referTo(pdf, { content_type: 'application/pdf' }) } },
    ],
    [
      'audio, whose format film has too',
      { audio: { format: 'mp4', source: { bytes: pdf } } },
      { audio: { source: { bytes: referTo(pdf, { content_type: 'audio/mp4' }) } } },
    ],
    [
      'video',
      { video: { format: 'three_gp', source: { bytes: pdf } } },
      { video: { source: { bytes: referTo(pdf, { content_type: 'video/3gpp' }) } } },
    ],
    [
      "Nova's body",
      { image: { format: 'png', source: { bytes: base64 } } },
      { image: { source: { bytes: image } } },
    ],
    [
      "OpenAI's image",
      { type: 'image_url', image_url: { url: `data:image/png;base64,${base64}` } },
      { image_url: { url: image } },
    ],
    [
      "OpenAI's sound",
      { type: 'input_audio', input_audio: { format: 'mp3', data: pdf.toString('base64') } },
      { input_audio: { data: referTo(pdf, { content_type: 'audio/mpeg' }) } },
    ],
    [
      "OpenAI's file",
      { file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${pdf.toString('base64')}` } },
      { file: { file_data: referTo(pdf, { content_type: 'application/pdf', name: 'a.pdf' }) } },
    ],
    ['generated images', { images: [base64, 'no image'] }, { images: [image, 'no image'] }],
    [
      "Stability's artifacts",
      { artifacts: [{ base64, finishReason: 'SUCCESS' }] },
      { artifacts: [{ base64: image, finishReason: 'SUCCESS' }] },
    ],
    [
      'an image to change',
      { taskType: 'INPAINTING', inPaintingParams: { image: base64, text: 'a cat' } },
      { inPaintingParams: { image } },
    ],
    ['a list of data URLs', { images: [`data:image/png;base64,${base64}`] }, { images: [image] }],
    [
      "an agent's file",
      {
        files: [
          {
            name: 'data.csv',
            source: { sourceType: 'BYTE_CONTENT', byteContent: { mediaType: 'text/csv', data: pdf } },
          },
        ],
      },
      {
        files: [
          { source: { byteContent: { data: referTo(pdf, { content_type: 'text/csv', name: 'data.csv' }) } } },
        ],
      },
    ],
    [
      'a typed array',
      { values: new Uint16Array(png.buffer.slice(0, 20)) },
      { values: { type: 'attachment', byte_length: 20 } },
    ],
    ['an ArrayBuffer', { body: new Uint8Array(png).buffer }, { body: image }],
    ['a Blob', { file: new Blob([png], { type: 'image/png' }) }, { file: image }],
    [
      'a File',
      { file: new File([pdf], 'b.pdf') },
      { file: referTo(pdf, { content_type: 'application/octet-stream', name: 'b.pdf' }) },
    ],
  ])('%s', async (_place, value, expected) => {
    expect(await record(value)).toMatchObject(expected as object);
    expect(session.collector.uploads).toHaveLength(1);
  });

  test('an address is kept and not uploaded', async () => {
    const s3Location = { uri: 's3://bucket/film.mp4', bucketOwner: '111122223333' };
    expect(await record({ video: { format: 'mp4', source: { s3Location } } })).toEqual({
      video: {
        format: 'mp4',
        source: { s3Location: { ...s3Location, type: 'attachment', content_type: 'video/mp4' } },
      },
    });
    expect(session.collector.uploads).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['short text under such a name', { data: 'c2hvcnQ=', type: 'base64', bytes: 'YWJj' }],
    ['text data', { type: 'text', media_type: 'text/plain', data: 'A'.repeat(400) }],
    ['prose', { bytes: `It has ${'many words '.repeat(30)}` }],
    ['a name of an image', { image: 'a'.repeat(64) }],
    ['an address of an image', { image_url: { url: `https://example.com/${'a'.repeat(100)}` } }],
    ['text that quotes a data URL', { text: `data:image/png;base64,${'A'.repeat(100)}` }],
    ['base64 where nothing says so', { description: 'QUJD'.repeat(50) }],
    ['an unfinished data URL', { url: `data:image/png,${'%41'.repeat(50)}` }],
  ])('%s stays as it is', async (_what, value) => {
    expect(await record(value)).toEqual(value);
    expect(session.collector.uploads).toEqual([]);
  });
});

describe('limits and trouble', () => {
  test('metadata alone says what there was', async () => {
    startLogger({ attachments: 'metadata' });
    expect(await record({ image: { format: 'png', source: { bytes: png } } })).toEqual({
      image: {
        format: 'png',
        source: {
          bytes: {
            type: 'attachment',
            content_type: 'image/png',
            byte_length: png.length,
            note: 'recorded without its bytes, as set',
          },
        },
      },
    });
    expect(session.collector.uploads).toEqual([]);
  });

  test('what is too large, or too much at once, is only described', async () => {
    startLogger({ maxAttachmentBytes: 1000, maxAttachmentQueueBytes: 800 });
    const recorded = await record({ large: png, first: pdf, second: Buffer.from(pdf) });
    expect(recorded).toMatchObject({
      large: { byte_length: png.length, note: 'larger than maxAttachmentBytes (1000)' },
      first: { sha256: hash(pdf) },
      second: { note: 'more bytes were waiting than maxAttachmentQueueBytes (800)' },
    });
    expect(session.collector.uploads).toEqual([hash(pdf)]);
    session.collector.clear();
    expect(await record({ later: pdf })).toMatchObject({ later: { sha256: hash(pdf) } });
  });

  test('what the server has is not sent', async () => {
    session.collector.attachments.set(hash(png), png);
    await record(png);
    expect(session.collector.uploads).toEqual([]);
    expect(logger.getStatus().attachments).toEqual({ queued: 0, sent: 1, dropped: 0 });
  });

  test('a server that cannot answer is tried again', async () => {
    let failures = 2;
    session.collector.respondToUpload = (response) => {
      failures -= 1;
      if (failures < 0) return false;
      response.writeHead(503, { 'retry-after': '0' }).end();
      return true;
    };
    await record(png);
    expect(session.collector.attachments.get(hash(png))).toEqual(png);
    expect(logger.getStatus().attachments).toEqual({ queued: 0, sent: 1, dropped: 0 });
  });

  test('a refused key is tried again by the next flush', async () => {
    session.collector.respondToUpload = (response) => {
      response.writeHead(401).end();
      return true;
    };
    await record(png);
    expect(logger.getStatus().attachments).toEqual({ queued: 1, sent: 0, dropped: 0 });
    session.collector.respondToUpload = () => false;
    await flush();
    expect(session.collector.uploads).toEqual([hash(png)]);
  });

  test('flush gives up on a server that never answers', async () => {
    startLogger({ requestTimeoutMs: 50, flushTimeoutMs: 200 });
    session.collector.respondToUpload = () => true;
    await record(png);
    expect(session.collector.span.input).toMatchObject({ sha256: hash(png) });
    expect(logger.getStatus().attachments).toMatchObject({ queued: 1, sent: 0 });
  });

  test('another backend than Outcrop gets the spans without bytes', async () => {
    session.collector.respondToUpload = (response) => {
      response.writeHead(404).end();
      return true;
    };
    await record({ image: png });
    expect(logger.getStatus().attachments).toEqual({ queued: 0, sent: 0, dropped: 1 });
    session.collector.clear();
    expect(await record({ image: pdf })).toMatchObject({
      image: { note: 'the server takes no attachments' },
    });
  });
});
