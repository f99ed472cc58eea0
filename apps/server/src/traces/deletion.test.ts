import type { ApiKeyGrant } from '@outcrop/protocol';
import { describe, expect, it } from 'vitest';
import { createKeyWith } from '../testing/create-key-with.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';
import { buildAttributes, buildOtlpRequest, buildOtlpSpan, sampleTraceId } from '../testing/otlp-json.ts';
import { deleteExpiredTraces } from './retention.ts';

const otherTraceId = 'f'.repeat(32);

/** Two traces, a day apart. */
async function sendTraces({ app, authorization }: TestServer, project: string): Promise<void> {
  const dayLater = { startTimeUnixNano: '1700086400000000000', endTimeUnixNano: '1700086401000000000' };
  const spans = [
    buildOtlpSpan(0),
    buildOtlpSpan(1),
    buildOtlpSpan(2, { traceId: otherTraceId, ...dayLater }),
  ];
  const payload = buildOtlpRequest(spans, buildAttributes({ 'outcrop.project': project }));
  await app.inject({ method: 'POST', url: '/v1/traces', headers: authorization, payload });
}

async function listIds({ traceStore }: TestServer, project: string): Promise<string[]> {
  return (await traceStore.listTraces({ project, limit: 10 })).traces.map(({ trace_id }) => trace_id);
}

async function remove(
  { app, authorization }: TestServer,
  url: string,
  headers = authorization,
): Promise<number> {
  return (await app.inject({ method: 'DELETE', url, headers })).statusCode;
}

describe('deleting', () => {
  it('takes a trace of one project, and notes who did', async () => {
    const server = await createTestServer();
    await sendTraces(server, 'alpha');
    await sendTraces(server, 'beta');
    const url = `/api/projects/alpha/traces/${sampleTraceId}`;
    expect([await remove(server, url), await remove(server, url)]).toEqual([204, 404]);
    expect(await listIds(server, 'alpha')).toEqual([otherTraceId]);
    expect(await listIds(server, 'beta')).toHaveLength(2);
    const { entries } = await server.workspaceStore.listAuditLog({ limit: 5 });
    expect(entries).toMatchObject([
      { actor: 'test', action: 'trace.deleted', subject: sampleTraceId, details: { project: 'alpha' } },
    ]);
  });

  it('takes a project', async () => {
    const server = await createTestServer();
    await sendTraces(server, 'al/pha');
    expect(await remove(server, '/api/projects/al%2Fpha')).toBe(204);
    expect(await remove(server, '/api/projects/al%2Fpha')).toBe(404);
    expect(await server.traceStore.listProjects()).toEqual([]);
  });

  it.each<Partial<ApiKeyGrant>>([{ scopes: ['read', 'ingest', 'gateway'] }, { project: 'beta' }])(
    'is refused to %j',
    async (grant) => {
      const server = await createTestServer();
      await sendTraces(server, 'alpha');
      const headers = await createKeyWith(server, grant);
      expect(await remove(server, '/api/projects/alpha', headers)).toBe(403);
      expect(await remove(server, `/api/projects/alpha/traces/${sampleTraceId}`, headers)).toBe(403);
      expect(await listIds(server, 'alpha')).toHaveLength(2);
    },
  );
});

it('deletes what is older than it may be, of every project', async () => {
  const server = await createTestServer();
  await sendTraces(server, 'alpha');
  await sendTraces(server, 'beta');
  await deleteExpiredTraces({
    traceStore: server.traceStore,
    deleteTraces: (options) => server.traceStore.deleteTraces(options),
    days: 1,
    // Half a day after the second trace.
    now: () => 1_700_129_600_000,
  });
  expect(await listIds(server, 'alpha')).toEqual([otherTraceId]);
  expect(await listIds(server, 'beta')).toEqual([otherTraceId]);
});

it('a server with a retention deletes at its start', async () => {
  const before = await createTestServer();
  await sendTraces(before, 'alpha');
  const { app } = await createTestServer({
    traceStore: before.traceStore,
    config: { retentionDays: 1 },
  });
  await app.close();
  expect(await before.traceStore.listProjects()).toEqual([]);
});
