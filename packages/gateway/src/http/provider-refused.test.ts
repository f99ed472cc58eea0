import { createServer } from 'node:http';
import { defaultCredentials } from '@outcrop/emulator';
import { expect, it, onTestFinished } from 'vitest';
import { createTestTarget, startTestGateway } from '../../test/start-test-gateway.ts';
import type { UpstreamCredentials } from '../routing/target.ts';

const nova = 'amazon.nova-pro-v1:0';
const native = { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] };
const client = { model: nova, max_tokens: 9, messages: [{ role: 'user', content: 'Hello' }] };
const wrongSecret: UpstreamCredentials = {
  kind: 'signature',
  credentials: { ...defaultCredentials, secretAccessKey: 'wrong' },
};
const wrongKey: UpstreamCredentials = { kind: 'bearer', token: 'wrong' };

it.each<[string, string, object, object]>([
  [
    'OpenAI',
    '/v1/chat/completions',
    client,
    { error: { type: 'permission_error', message: expect.stringContaining('"production"') } },
  ],
  [
    'Anthropic',
    '/v1/messages',
    client,
    {
      type: 'error',
      error: { type: 'permission_error', message: expect.stringContaining('"production"') },
    },
  ],
  ['AWS', `/model/${nova}/converse`, native, { message: expect.stringContaining('"production"') }],
])("a refused credential of a provider is not taken for the client's own key: %s", async (...asked) => {
  const [, path, body, shape] = asked;
  for (const credentials of [wrongSecret, wrongKey]) {
    const { url, key } = await startTestGateway({
      findTargets: (model, { url: apiBase }) => [
        createTestTarget(apiBase, model, {
          name: 'production',
          provider: { credentials: { get: () => credentials } },
        }),
      ],
    });
    const answer = await fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    expect(answer.status).toBe(403);
    expect(JSON.parse(text)).toMatchObject(shape);
    expect(text).toContain('not your own key: replace them under Settings → AI providers');
    const requestId = answer.headers.get('x-amzn-requestid') ?? answer.headers.get('x-request-id');
    expect(requestId).toMatch(/\w/);
  }
});

it.each([
  ['OpenAI', '/v1/chat/completions', client],
  ['Anthropic', '/v1/messages', client],
  ['AWS', `/model/${nova}/converse`, native],
])('only a refused key of the client is asked for again: %s', async (...asked) => {
  const [, path, body] = asked;
  const upstream = createServer((request, response) => {
    request.resume();
    response.writeHead(401, { 'www-authenticate': 'Basic realm="proxy"' }).end('{"message":"who are you"}');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void upstream.close());
  const { port } = upstream.address() as { port: number };
  const { url, key } = await startTestGateway({
    findTargets: (name) => [createTestTarget(`http://127.0.0.1:${port}`, name)],
  });
  const ask = async (token: string) => {
    const { status, headers } = await fetch(url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return [status, headers.get('www-authenticate')];
  };
  expect(await ask(key)).toEqual([401, null]);
  expect(await ask('wrong')).toEqual([401, 'Bearer realm="outcrop"']);
});
