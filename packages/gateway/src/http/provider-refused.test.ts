import { defaultCredentials } from '@outcrop/emulator';
import { expect, it } from 'vitest';
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
