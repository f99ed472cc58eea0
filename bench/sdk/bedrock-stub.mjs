import { createRequire } from 'node:module';
import { Readable } from 'node:stream';

const require = createRequire(import.meta.url);
const { EventStreamCodec } = require('@smithy/eventstream-codec');
const { fromUtf8, toUtf8 } = require('@smithy/util-utf8');

const promptLength = 12_000;
const deltas = 200;
const words =
  'outcrop bedrock strata granite basalt token latency trace span model prompt answer region quota stream cache'.split(
    ' ',
  );

/** A request handler that answers from memory, so that only the client and what watches it are measured. */
export function createBedrockStub() {
  const codec = new EventStreamCodec(toUtf8, fromUtf8);
  const answer = Buffer.from(JSON.stringify(buildAnswer()));
  const frames = Buffer.concat(
    buildEvents().map(([type, body]) => Buffer.from(encodeEvent(codec, type, body))),
  );
  return {
    eventsPerStream: deltas + 4,
    createInput: (index) => buildInput([{ text: buildPrompt(index) }]),
    createImageInput: (index, byteLength) =>
      buildInput([
        { text: 'What is in this picture?' },
        { image: { format: 'png', source: { bytes: buildImage(index, byteLength) } } },
      ]),
    requestHandler: {
      async handle(request) {
        const isStream = request.path.endsWith('converse-stream');
        const contentType = isStream ? 'application/vnd.amazon.eventstream' : 'application/json';
        return {
          response: {
            statusCode: 200,
            headers: {
              'content-type': contentType,
              'x-amzn-requestid': '00000000-0000-4000-8000-000000000000',
            },
            body: Readable.from([isStream ? frames : answer]),
          },
        };
      },
    },
  };
}

function buildInput(content) {
  return {
    modelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    system: [{ text: 'You answer in one paragraph.' }],
    messages: [{ role: 'user', content }],
    inferenceConfig: { maxTokens: 512, temperature: 0.2 },
  };
}

/** Bytes that differ from call to call, with the signature of a PNG. */
function buildImage(index, byteLength) {
  const bytes = new Uint8Array(byteLength).fill(index % 256);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  new DataView(bytes.buffer).setUint32(8, index);
  return bytes;
}

/** Text that differs from call to call, as prompts do. */
function buildPrompt(index) {
  let state = index + 1;
  let text = '';
  while (text.length < promptLength) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += `${words[state % words.length]} ${state % 1000 === 0 ? '\n' : ''}`;
  }
  return text.slice(0, promptLength);
}

function buildAnswer() {
  return {
    output: {
      message: { role: 'assistant', content: [{ text: 'Layers of rock come to the surface. '.repeat(12) }] },
    },
    stopReason: 'end_turn',
    usage: { inputTokens: 2600, outputTokens: 120, totalTokens: 2720 },
    metrics: { latencyMs: 900 },
  };
}

function buildEvents() {
  return [
    ['messageStart', { role: 'assistant' }],
    ...Array.from({ length: deltas }, (_, index) => [
      'contentBlockDelta',
      { contentBlockIndex: 0, delta: { text: `${words[index % words.length]} ` }, p: 'abcdefghijk' },
    ]),
    ['contentBlockStop', { contentBlockIndex: 0 }],
    ['messageStop', { stopReason: 'end_turn' }],
    [
      'metadata',
      { usage: { inputTokens: 2600, outputTokens: 200, totalTokens: 2800 }, metrics: { latencyMs: 900 } },
    ],
  ];
}

function encodeEvent(codec, type, body) {
  return codec.encode({
    headers: {
      ':message-type': { type: 'string', value: 'event' },
      ':event-type': { type: 'string', value: type },
      ':content-type': { type: 'string', value: 'application/json' },
    },
    body: Buffer.from(JSON.stringify(body)),
  });
}
