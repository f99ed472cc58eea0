import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeEventStreamMessage } from '@outcrop/bedrock';

// A Bedrock that costs next to nothing: every answer is ready before anybody asks. Run as a process of its own.

const deltas = 64;
const words = 'outcrop bedrock strata granite basalt token latency trace span model'.split(' ');
const text = Array.from({ length: deltas }, (_, index) => `${words[index % words.length]} `);
const usage = { inputTokens: 120, outputTokens: deltas, totalTokens: 120 + deltas };

const converse = Buffer.from(
  JSON.stringify({
    output: { message: { role: 'assistant', content: [{ text: text.join('') }] } },
    stopReason: 'end_turn',
    usage,
    metrics: { latencyMs: 1 },
  }),
);

const converseStream = encodeEvents([
  ['messageStart', { role: 'assistant' }],
  ...text.map((piece): [string, object] => [
    'contentBlockDelta',
    { contentBlockIndex: 0, delta: { text: piece } },
  ]),
  ['contentBlockStop', { contentBlockIndex: 0 }],
  ['messageStop', { stopReason: 'end_turn' }],
  ['metadata', { usage, metrics: { latencyMs: 1 } }],
]);

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude',
  stop_sequence: null,
};
const claudeUsage = { input_tokens: 120, output_tokens: deltas };

const invoke = Buffer.from(
  JSON.stringify({
    ...message,
    content: [{ type: 'text', text: text.join('') }],
    stop_reason: 'end_turn',
    usage: claudeUsage,
  }),
);

const invokeStream = encodeEvents(
  [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null, usage: claudeUsage } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...text.map((piece) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: piece },
    })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: claudeUsage },
    { type: 'message_stop' },
  ].map((event) => ['chunk', { bytes: Buffer.from(JSON.stringify(event)).toString('base64') }]),
);

interface Answer {
  contentType: string;
  body: Buffer;
}

const answers: Readonly<Record<string, Answer>> = {
  converse: { contentType: 'application/json', body: converse },
  'converse-stream': { contentType: 'application/vnd.amazon.eventstream', body: converseStream },
  invoke: { contentType: 'application/json', body: invoke },
  'invoke-with-response-stream': { contentType: 'application/vnd.amazon.eventstream', body: invokeStream },
};

function encodeEvents(events: [name: string, payload: object][]): Buffer {
  return Buffer.concat(
    events.map(([name, payload]) =>
      encodeEventStreamMessage({
        headers: { ':event-type': name, ':content-type': 'application/json', ':message-type': 'event' },
        body: Buffer.from(JSON.stringify(payload)),
      }),
    ),
  );
}

function answer(request: IncomingMessage, response: ServerResponse, delayMs: number): void {
  const path = request.url ?? '';
  const found = answers[path.slice(path.lastIndexOf('/') + 1)];
  request.resume();
  request.on('end', () => {
    if (delayMs === 0) send(response, found);
    else setTimeout(send, delayMs, response, found);
  });
}

function send(response: ServerResponse, found: Answer | undefined): void {
  response.writeHead(found ? 200 : 404, {
    'content-type': found?.contentType ?? 'application/json',
    'content-length': found?.body.length ?? 0,
    'x-amzn-requestid': '00000000-0000-4000-8000-000000000000',
  });
  response.end(found?.body);
}

async function listen(delayMs: number): Promise<string> {
  const server = createServer((request, response) => answer(request, response, delayMs));
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

process.on('disconnect', () => process.exit());
process.send?.({ fast: await listen(0), slow: await listen(20) });
