import { expect, test } from 'vitest';
import { GatewayError } from '../gateway-error.ts';
import type { RouteRequest } from '../http/gateway-route.ts';
import { createRoutes } from './create-routes.ts';

const findRoute = createRoutes({ listModels: () => Promise.resolve([]) });

test.each(['/v1', '/openai/v1', '/anthropic/v1'])('%s has every endpoint', (mount) => {
  const posts = ['/chat/completions', '/completions', '/responses', '/messages', '/messages/count_tokens'];
  const others = ['/embeddings', '/images/generations', '/rerank', '/audio/transcriptions'];
  for (const path of [...posts, ...others])
    expect(findRoute('POST', mount + path)?.route.method).toBe('POST');
  expect(findRoute('GET', `${mount}/models`)?.route.method).toBe('GET');
  expect(findRoute('GET', `${mount}/models/a%2Fb`)?.parameters).toEqual({ model: 'a%2Fb' });
});

test.each([
  '/v1/traces',
  '/v1/attachments/abc',
  '/v1/logs',
  '/v1',
  '/v1x/chat/completions',
  '/model/a/converse',
  '/',
])('%s is not of these routes', (path) => {
  expect(findRoute('POST', path)).toBeUndefined();
});

test.each([
  ['POST', '/v1/moderations', 404, 'unknown_route'],
  ['POST', '/v1/images/edits', 404, 'unknown_route'],
  ['GET', '/v1/responses/resp_1', 404, 'unknown_route'],
  ['POST', '/openai/v1/anything', 404, 'unknown_route'],
  ['GET', '/v1/chat/completions', 405, 'method_not_allowed'],
  ['DELETE', '/anthropic/v1/messages', 405, 'method_not_allowed'],
  ['POST', '/v1/models', 405, 'method_not_allowed'],
  ['POST', '/v1/chat/completion', 404, 'unknown_route'],
  ['POST', '/v1/message', 404, 'unknown_route'],
  ['POST', '/chat/completions', 404, 'unknown_route'],
  ['POST', '/v1/v1/messages', 404, 'unknown_route'],
])('%s %s is refused in the shape of its API', async (...row) => {
  const [method, path, status, code] = row;
  const { route } = findRoute(method, path) ?? {};
  const error = await route?.handle({} as RouteRequest).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ status, code });
  const body = JSON.parse(route?.renderError(error as GatewayError).body ?? '') as object;
  expect(body).toMatchObject({ error: { code, type: expect.any(String), message: expect.any(String) } });
  const isOpenAis = 'param' in (body as { error: object }).error;
  const isAnthropics = 'type' in body;
  const isForBoth = path.includes('models');
  expect([isOpenAis, isAnthropics]).toEqual([
    isForBoth || !path.includes('message'),
    isForBoth || path.includes('message'),
  ]);
});

test.each([
  ['/chat/completions', '/v1/chat/completions'],
  ['/v1/v1/messages', '/v1/messages'],
  ['/openai/v1/v1/responses', '/openai/v1/responses'],
])('%s says which path is meant', async (path, meant) => {
  const { route } = findRoute('POST', path) ?? {};
  await expect(route?.handle({} as RouteRequest)).rejects.toThrow(`did you mean ${meant}?`);
});
