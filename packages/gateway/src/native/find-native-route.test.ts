import { expect, it } from 'vitest';
import { startTestGateway } from '../../test/start-test-gateway.ts';

it.each([
  ['POST', '/model/amazon.nova-pro-v1%3A0/convers', 404, null],
  ['GET', '/model/amazon.nova-pro-v1%3A0/converse', 405, 'POST'],
  ['DELETE', '/async-invoke/abc', 405, 'GET'],
  ['POST', '/guardrail/abc/apply', 404, null],
])('%s %s is refused as AWS does', async (method, path, ...[status, allow]) => {
  const { url, key } = await startTestGateway();
  const answer = await fetch(url + path, { method, headers: { authorization: `Bearer ${key}` } });
  const { headers } = answer;
  expect([answer.status, headers.get('allow'), headers.get('x-amzn-errortype')]).toEqual([
    status,
    allow,
    'UnknownOperationException',
  ]);
  expect(await answer.json()).toEqual({
    message: expect.stringMatching(/^(The gateway has no|This path takes) /),
  });
});

it.each(['/models', '/guardrails', '/'])('%s is left to others', async (path) => {
  const { url } = await startTestGateway();
  const answer = await fetch(url + path, { method: 'POST' });
  expect(answer.headers.get('x-amzn-errortype')).toBeNull();
});
