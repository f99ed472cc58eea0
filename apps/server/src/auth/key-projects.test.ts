import { createHash } from 'node:crypto';
import { get } from 'node:http';
import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createKeyWith } from '../testing/create-key-with.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';
import { buildAttributes, buildOtlpRequest, buildOtlpSpan } from '../testing/otlp-json.ts';

type Headers = Record<string, string>;

const projects = ['alpha', 'beta'] as const;
const traceIds = { alpha: 'a'.repeat(32), beta: 'b'.repeat(32) };
const sharedTraceId = 'c'.repeat(32);
const spanIds = { alpha: 'a'.repeat(16), beta: 'b'.repeat(16) };
const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

function readCode(answer: LightMyRequestResponse): [number, string | undefined] {
  return [answer.statusCode, answer.json<{ error?: { code: string } }>().error?.code];
}

function sendSpan({ app }: TestServer, headers: Headers, span: object) {
  return app.inject({ method: 'POST', url: '/v1/traces', headers, payload: buildOtlpRequest([span]) });
}

function sendAttachment({ app }: TestServer, headers: Headers, text: string) {
  return app.inject({ method: 'PUT', url: `/v1/attachments/${sha256Of(text)}`, headers, payload: text });
}

/** Two projects with a trace and an attachment each, one trace that both share, and a key of each. */
async function createProjects() {
  const server = await createTestServer();
  const keys = {
    alpha: await createKeyWith(server, { project: 'alpha' }),
    beta: await createKeyWith(server, { project: 'beta' }),
  };
  for (const project of projects) {
    for (const traceId of [traceIds[project], sharedTraceId]) {
      const attributes = buildAttributes({ 'outcrop.project': project });
      const span = buildOtlpSpan(0, { traceId, spanId: spanIds[project], attributes });
      expect((await sendSpan(server, server.authorization, span)).json()).toEqual({});
    }
    expect((await sendAttachment(server, keys[project], project)).statusCode).toBe(200);
  }
  return { server, keys };
}

describe.each([
  { own: 'alpha', other: 'beta' },
  { own: 'beta', other: 'alpha' },
] as const)('a key of the project $own', ({ own, other }) => {
  it('reads what is its own, and nothing of $other', async () => {
    const { server, keys } = await createProjects();
    const ask = (url: string) => server.app.inject({ url, headers: keys[own] });
    const reads: [url: (project: 'alpha' | 'beta') => string, refusal: [number, string]][] = [
      [(project) => `/api/projects/${project}/traces`, [403, 'foreign_project']],
      [(project) => `/api/traces/${traceIds[project]}`, [404, 'trace_not_found']],
      [(project) => `/api/traces/${traceIds[project]}?content=full`, [404, 'trace_not_found']],
      [(project) => `/api/spans/${spanIds[project]}`, [404, 'span_not_found']],
      [(project) => `/api/attachments/${sha256Of(project)}`, [404, 'attachment_not_found']],
    ];
    for (const [url, refusal] of reads) {
      expect([url(own), (await ask(url(own))).statusCode]).toEqual([url(own), 200]);
      expect([url(other), ...readCode(await ask(url(other)))]).toEqual([url(other), ...refusal]);
    }
    expect((await ask('/api/projects')).json()).toMatchObject({ projects: [{ name: own }] });
    const shared = (await ask(`/api/traces/${sharedTraceId}`)).json<{ spans: { project: string }[] }>();
    expect(shared.spans.map(({ project }) => project)).toEqual([own]);
    expect(readCode(await ask('/api/projects/unheard-of/traces'))).toEqual([403, 'foreign_project']);
    expect(readCode(await ask(`/api/events?project=${other}`))).toEqual([403, 'foreign_project']);
  });

  it('writes nothing into $other, and what names no project into its own', async () => {
    const { server, keys } = await createProjects();
    const named = buildOtlpSpan(7, { attributes: buildAttributes({ 'outcrop.project': other }) });
    const refused = await sendSpan(server, keys[own], named);
    expect(refused.statusCode).toBe(400);
    expect(refused.body).toContain(`the API key is for \\"${own}\\" only`);
    const byHeader = { ...keys[own], 'x-outcrop-project': other };
    expect((await sendSpan(server, byHeader, buildOtlpSpan(8))).statusCode).toBe(400);
    expect((await sendSpan(server, keys[own], buildOtlpSpan(9, { traceId: 'd'.repeat(32) }))).json()).toEqual(
      {},
    );
    expect(await server.traceStore.findTrace('d'.repeat(32), { content: 'none' })).toMatchObject({
      spans: [{ project: own }],
    });
    expect(readCode(await sendAttachment(server, byHeader, 'for others'))).toEqual([403, 'foreign_project']);
  });

  it('learns nothing of the bytes that $other sent until it shows that it has them', async () => {
    const { server, keys } = await createProjects();
    const sha256s = projects.map(sha256Of);
    const ask = async (headers: Headers) =>
      (
        await server.app.inject({
          method: 'POST',
          url: '/v1/attachments/missing',
          headers,
          payload: { sha256: sha256s },
        })
      ).json<{ missing: string[] }>().missing;
    expect(await ask(keys[own])).toEqual([sha256Of(other)]);
    expect(await ask({ ...server.authorization, 'x-outcrop-project': own })).toEqual([sha256Of(other)]);
    expect(await ask(server.authorization)).toEqual([]);
    await sendAttachment(server, keys[own], other);
    expect(await ask(keys[own])).toEqual([]);
    const read = await server.app.inject({ url: `/api/attachments/${sha256Of(other)}`, headers: keys[own] });
    expect(read.body).toBe(other);
  });

  it('hears of its own changes only', async () => {
    const { server, keys } = await createProjects();
    const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
    const heard: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const request = get(`${url}/api/events`, { headers: keys[own] }, (answer) => {
        answer.setEncoding('utf8').on('data', (text: string) => {
          if (text.startsWith('retry')) resolve();
          heard.push(text);
        });
        answer.on('error', () => undefined);
      }).on('error', reject);
      onTestFinished(() => void request.destroy());
    });
    for (const project of [other, own]) {
      const attributes = buildAttributes({ 'outcrop.project': project });
      await sendSpan(server, server.authorization, buildOtlpSpan(3, { attributes }));
    }
    await expect.poll(() => heard.join('')).toContain(`"project":"${own}"`);
    expect(heard.join('')).not.toContain(`"project":"${other}"`);
  });

  it('neither sees, makes nor revokes keys of others, nor lets anybody sign in', async () => {
    const { server, keys } = await createProjects();
    const { app } = server;
    const list = (await app.inject({ url: '/api/keys', headers: keys[own] })).json<{
      keys: { project: string }[];
    }>();
    expect(list.keys.map(({ project }) => project)).toEqual([own]);
    const post = (payload: object, url = '/api/keys') =>
      app.inject({ method: 'POST', url, headers: keys[own], payload });
    expect(readCode(await post({ name: 'x', project: other }))).toEqual([403, 'exceeds_grant']);
    expect(readCode(await post({ project: other }, '/api/keys/temporary'))).toEqual([403, 'exceeds_grant']);
    expect((await post({ name: 'x' })).json()).toMatchObject({ project: own });
    expect((await post({}, '/api/keys/temporary')).json()).toMatchObject({ project: own });
    expect(readCode(await post({}, '/api/sign-in-links'))).toEqual([403, 'restricted_key']);
    expect(readCode(await post({}, '/api/sample-calls'))).toEqual([403, 'foreign_project']);
    const all = (await server.workspaceStore.listApiKeys()).filter(({ project }) => project !== own);
    for (const { id } of all) {
      const answer = await app.inject({ method: 'DELETE', url: `/api/keys/${id}`, headers: keys[own] });
      expect(readCode(answer)).toEqual([404, 'key_not_found']);
    }
  });
});
