import { createHash } from 'node:crypto';
import { ApiError, createApiClient, type ListTracesQuery, type ApiClient } from '@outcrop/api-client';
import { describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from './testing/create-test-server.ts';
import { buildOtlpRequest, buildOtlpSpan, sampleTraceId } from './testing/otlp-json.ts';

interface ClientAndServer extends TestServer {
  client: ApiClient;
  url: string;
}

/** A client and a server with two spans in the project "a/b". */
async function createClient(): Promise<ClientAndServer> {
  const server = await createTestServer();
  const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  const answer = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { ...server.authorization, 'content-type': 'application/json', 'x-outcrop-project': 'a/b' },
    body: JSON.stringify(buildOtlpRequest([buildOtlpSpan(0), buildOtlpSpan(1, { traceId: '1'.repeat(32) })])),
  });
  expect(answer.status).toBe(200);
  return { ...server, url, client: createApiClient({ baseUrl: `${url}/`, apiKey: server.apiKey }) };
}

describe('the API client against the server', () => {
  it('reads projects, traces and spans', async () => {
    const { client } = await createClient();
    expect((await client.listProjects()).projects).toMatchObject([{ name: 'a/b', trace_count: 2 }]);
    const firstPage = await client.listTraces('a/b', { limit: 1 });
    const secondPage = await client.listTraces('a/b', { limit: 1, cursor: firstPage.next_cursor ?? '' });
    const ids = [...firstPage.traces, ...secondPage.traces].map(({ trace_id }) => trace_id);
    expect(ids).toEqual(['1'.repeat(32), sampleTraceId]);
    const listIds = async (query: ListTracesQuery) =>
      (await client.listTraces('a/b', query)).traces.map(({ trace_id }) => trace_id);
    expect(await listIds({ search: 'SPAN 1' })).toEqual(['1'.repeat(32)]);
    expect(await listIds({ has_error: true })).toEqual([]);
    expect(await listIds({ started_before: 0 })).toEqual([]);
    await expect(client.listTraces('nobody', {})).rejects.toMatchObject({
      status: 404,
      code: 'project_not_found',
    });
    expect((await client.getTrace(sampleTraceId)).spans).toHaveLength(1);
    expect((await client.getTrace(sampleTraceId, { content: 'full' })).spans).toHaveLength(1);
    expect((await client.getSpan('0000000000000001')).span.name).toBe('span 0');
  });

  it('knows where the bytes of an attachment are', async () => {
    const { client, url, authorization } = await createClient();
    const sha256 = createHash('sha256').update('notes').digest('hex');
    const headers = authorization;
    const kept = await fetch(`${url}/v1/attachments/${sha256}`, { method: 'PUT', headers, body: 'notes' });
    expect(await kept.json()).toEqual({ sha256, byte_length: 5 });
    const address = client.attachmentUrl({ sha256, content_type: 'text/plain', name: 'ä b.txt' });
    const answer = await fetch(address, { headers });
    expect(await answer.text()).toBe('notes');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain("filename*=UTF-8''%C3%A4%20b.txt");
  });

  it('makes and revokes keys', async () => {
    const { client, url } = await createClient();
    const { key, id } = await client.createApiKey({ name: 'second' });
    const second = createApiClient({ baseUrl: url, apiKey: key });
    expect((await second.listApiKeys()).keys.map(({ name }) => name)).toEqual(['second', 'test']);
    await client.revokeApiKey(id);
    await expect(second.listApiKeys()).rejects.toMatchObject({ status: 401, code: 'wrong_key' });
  });

  it('lists the providers of a project, and changes models', async () => {
    const { client } = await createClient();
    const auth = { type: 'api_key', api_key: 'ABSK-some-key-0123456789' } as const;
    const create = (name: string, project: string | null) =>
      client.createProvider({ name, project, region: 'us-east-1', auth });
    const own = await create('own', 'a/b');
    await create('foreign', 'c');
    await create('shared', null);
    const { providers } = await client.listProviders({ project: 'a/b' });
    expect(providers.map(({ name }) => name)).toEqual(['own', 'shared']);
    const suggestion = await client.getModelFormat({
      model_id: 'us.amazon.nova-lite-v1:0',
      provider_id: own.id,
    });
    expect(suggestion.format).toBe('converse');
    const model = await client.createModel({ name: 'fast', model_id: 'us.amazon.nova-lite-v1:0' });
    expect(model).toMatchObject({ name: 'fast', format: 'converse' });
    const changes = { name: 'faster', project: 'a/b', provider_id: own.id };
    expect(await client.updateModel(model.id ?? '', changes)).toMatchObject({
      id: model.id,
      name: 'faster',
      model_id: 'us.amazon.nova-lite-v1:0',
      provider_ids: [own.id],
    });
  });

  it('signs in by a link', async () => {
    const { client, url } = await createClient();
    const link = await client.createSignInLink();
    const browser = createApiClient({ baseUrl: url });
    const token = new URL(link.url).hash.replace('#token=', '');
    expect(await browser.createSession(token)).toEqual({ signed_in: true });
    // Without a browser nobody keeps the cookie.
    expect(await browser.getSession()).toEqual({ signed_in: false });
    expect(await browser.deleteSession()).toEqual({ signed_in: false });
  });

  it('asks about the server', async () => {
    const { client, url } = await createClient();
    expect(await client.getInfo()).toMatchObject({ version: '0.0.0-test', api_url: url });
    expect(await client.getReadiness()).toEqual({ status: 'ok' });
    expect(await client.getOpenapi()).toMatchObject({ openapi: '3.1.0' });
    expect(await client.runSampleCalls()).toEqual({ project: 'sample' });
  });

  it('rejects with what the server said', async () => {
    const { client } = await createClient();
    const error = await client.getTrace('unknown').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 404,
      code: 'trace_not_found',
      message: expect.stringContaining('unknown') as string,
    });
  });
});
