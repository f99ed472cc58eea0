import { createHash, randomBytes } from 'node:crypto';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { createApiClient } from '@outcrop/api-client';
import { startEmulator } from '@outcrop/emulator';
import { initLogger, wrapBedrockRuntime } from 'outcrop';
import { expect, it, onTestFinished } from 'vitest';
import { createTestServer } from '../testing/create-test-server.ts';

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(900_000)]);

async function createClient(): Promise<BedrockRuntimeClient> {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  return new BedrockRuntimeClient({
    region: 'us-west-2',
    endpoint: emulator.url,
    credentials: { accessKeyId: 'AKIDEMULATOR', secretAccessKey: 'emulator-secret' },
  });
}

it('shows the very bytes that an app sent to Bedrock, beside the span that refers to them', async () => {
  const { app, apiKey, authorization } = await createTestServer();
  const apiUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  const logger = initLogger({ projectName: 'pictures', apiKey, apiUrl, setCurrent: false });
  const bedrock = wrapBedrockRuntime(await createClient(), { logger });
  const content = [{ text: 'What is this?' }, { image: { format: 'png' as const, source: { bytes: png } } }];
  for (let turn = 0; turn < 2; turn += 1) {
    await bedrock.send(new ConverseCommand({ modelId: model, messages: [{ role: 'user', content }] }));
  }
  await logger.flush();
  expect(logger.getStatus()).toMatchObject({ sent: 2, attachments: { queued: 0, sent: 1, dropped: 0 } });

  const client = createApiClient({ baseUrl: apiUrl, apiKey });
  const { traces } = await client.listTraces('pictures');
  const sha256 = createHash('sha256').update(png).digest('hex');
  for (const { trace_id: traceId } of traces) {
    const { spans } = await client.getTrace(traceId, { content: 'full' });
    expect(spans[0]?.input).toMatchObject({
      messages: [{ content: [{}, { image: { source: { bytes: { sha256, content_type: 'image/png' } } } }] }],
    });
  }
  const address = client.attachmentUrl({ sha256, content_type: 'image/png' });
  const answer = await fetch(address, { headers: authorization });
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(png);
});

it('tells the app once when an attachment is larger than the server takes, and keeps its spans', async () => {
  const { app, apiKey } = await createTestServer();
  const apiUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  const logger = initLogger({ projectName: 'large', apiKey, apiUrl, setCurrent: false });
  const span = logger.startSpan('work', { event: { input: { small: png, large: randomBytes(1_500_000) } } });
  span.end();
  await logger.flush();
  expect(logger.getStatus()).toMatchObject({ sent: 1, attachments: { queued: 0, sent: 1, dropped: 1 } });
});
