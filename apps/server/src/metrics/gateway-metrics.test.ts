import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallRecord } from '@outcrop/gateway';
import type { Span } from '@outcrop/protocol';
import { expect, it } from 'vitest';
import { createAccessLog } from '../gateway/access-log.ts';
import { createKeyWith } from '../testing/create-key-with.ts';
import { createTestDirectory, createTestServer } from '../testing/create-test-server.ts';
import { buildOtlpRequest, buildOtlpSpan } from '../testing/otlp-json.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import { MetricRegistry } from './metric-registry.ts';

function attemptAt(name: string): CallRecord['attempts'][number] {
  const target = { provider: { name, endpoint: { region: 'us-east-1' } } };
  return { target, startedAt: 1000 } as CallRecord['attempts'][number];
}

function callOf(changes: Partial<CallRecord> = {}): CallRecord {
  return {
    api: { kind: 'native', command: 'ConverseCommand' },
    caller: { keyId: 'id', keyName: 'app', project: 'p', mayUseModel: () => true },
    model: 'nova',
    isStream: false,
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    parentSpanId: null,
    startedAt: 1000,
    endedAt: 1200,
    requestHeaders: { authorization: 'Bearer planted-secret' },
    requestBody: Buffer.from('planted content'),
    dropped: [],
    attempts: [attemptAt('main')],
    timings: { parseMs: 0.2, signMs: 0.1, upstreamWaitMs: 150, firstByteMs: 151, queueMs: 0 },
    status: 200,
    responseHeaders: {},
    responseChunks: [Buffer.from('planted answer')],
    ...changes,
  };
}

it('counts calls, tokens, cost, retries and failovers, in the text that Prometheus reads', () => {
  const registry = new MetricRegistry();
  const metrics = createGatewayMetrics(registry);
  const hit = callOf({ cache: 'hit', attempts: [], cachedFrom: { spanId: 'c'.repeat(16), startedAt: 900 } });
  metrics.noteCall(callOf());
  metrics.noteCall(hit);
  metrics.noteCall(
    callOf({ status: 429, attempts: [attemptAt('main'), attemptAt('spare'), attemptAt('main')] }),
  );
  const span = { metrics: { prompt_tokens: 10, completion_tokens: 5, cost_usd: 0.5 } } as Partial<Span>;
  metrics.noteSpan(callOf(), span as Span);
  metrics.noteSpan(hit, span as Span);
  const text = registry.write();
  const labels = 'api="ConverseCommand",model="nova",provider="main"';
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      '# TYPE outcrop_gateway_requests_total counter',
      `outcrop_gateway_requests_total{${labels},status="200"} 1`,
      `outcrop_gateway_requests_total{${labels},status="429"} 1`,
      'outcrop_gateway_requests_total{api="ConverseCommand",model="nova",provider="",status="200"} 1',
      'outcrop_gateway_failovers_total{provider="spare"} 1',
      'outcrop_gateway_retries_total{provider="main"} 1',
      'outcrop_gateway_cache_total{model="nova",result="hit"} 1',
      'outcrop_gateway_tokens_total{model="nova",provider="main",kind="input"} 10',
      'outcrop_gateway_cost_usd_total{model="nova",provider="main"} 0.5',
      `outcrop_gateway_request_duration_seconds_bucket{${labels},le="0.1"} 0`,
      `outcrop_gateway_request_duration_seconds_bucket{${labels},le="0.25"} 2`,
      `outcrop_gateway_request_duration_seconds_bucket{${labels},le="+Inf"} 2`,
      `outcrop_gateway_request_duration_seconds_sum{${labels}} 0.4`,
      `outcrop_gateway_overhead_seconds_bucket{${labels},le="0.0005"} 2`,
    ]),
  );
});

it('takes the requests that make one answer together for no retries', () => {
  const registry = new MetricRegistry();
  const metrics = createGatewayMetrics(registry);
  const further = { responseHeaders: {}, responseChunks: [] };
  const three = [attemptAt('main'), attemptAt('main'), attemptAt('main')];
  metrics.noteCall(callOf({ attempts: three, furtherAnswers: [further, further] }));
  expect(registry.write()).not.toMatch(/^outcrop_gateway_retries_total/m);
  metrics.noteCall(callOf({ attempts: [...three, attemptAt('main')], furtherAnswers: [further, further] }));
  expect(registry.write()).toContain('outcrop_gateway_retries_total{provider="main"} 1\n');
});

it('makes no label of a model that nobody serves, and escapes those of others', () => {
  const registry = new MetricRegistry();
  const metrics = createGatewayMetrics(registry);
  for (let name = 0; name < 100; name++) {
    metrics.noteCall(callOf({ model: `made up ${name}`, attempts: [], status: 404 }));
  }
  metrics.noteCall(callOf({ model: 'a"b\\c\nd' }));
  const text = registry.write();
  expect(text).toContain(
    'outcrop_gateway_requests_total{api="ConverseCommand",model="",provider="",status="404"} 100',
  );
  expect(text).toContain('model="a\\"b\\\\c\\nd"');
  expect(text).not.toContain('made up');
});

it('is read with a key of every project only', async () => {
  const server = await createTestServer();
  const read = (headers: { authorization?: string }) => server.app.inject({ url: '/metrics', headers });
  const answer = await read(await createKeyWith(server, { scopes: ['read'] }));
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  expect(answer.body).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(answer.body).toContain('outcrop_gateway_running 0\n');
  const narrow = await createKeyWith(server, { project: 'p' });
  expect([(await read(narrow)).statusCode, (await read({})).statusCode]).toEqual([403, 401]);
});

it('counts what was refused before it was a call, and what apps send', async () => {
  const server = await createTestServer();
  const { app, authorization } = server;
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const post = (path: string, body: string, headers: Record<string, string> = authorization) =>
    fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  await post('/v1/messages', '{}', { authorization: 'Bearer wrong' });
  await post('/v1/chat/completions', 'no JSON');
  await post('/model/a/convers', '{}');
  const spans = JSON.stringify(buildOtlpRequest([buildOtlpSpan(0), { ...buildOtlpSpan(1), spanId: '' }]));
  await post('/v1/traces', spans);
  await post('/v1/traces', 'no JSON');
  const { body } = await app.inject({ url: '/metrics', headers: authorization });
  expect(body.split('\n')).toEqual(
    expect.arrayContaining([
      'outcrop_gateway_refusals_total{status="401",code="wrong_key"} 1',
      'outcrop_gateway_refusals_total{status="400",code="invalid_json"} 1',
      'outcrop_gateway_refusals_total{status="404",code="unknown_route"} 1',
      'outcrop_ingest_spans_total{result="accepted"} 1',
      'outcrop_ingest_spans_total{result="refused"} 1',
      `outcrop_ingest_bytes_total ${spans.length + 'no JSON'.length}`,
      'outcrop_ingest_requests_total{status="200"} 1',
      'outcrop_ingest_requests_total{status="400"} 1',
    ]),
  );
});

it('the access log has a line of JSON for each call, without content and secrets', async () => {
  const target = join(await createTestDirectory(), 'access.log');
  const log = createAccessLog({
    target,
    logError: (error) => {
      throw error;
    },
  });
  log.note(callOf());
  log.note(callOf({ status: 404, attempts: [] }));
  log.noteRefusal({
    method: 'POST',
    path: `/v1/${'x'.repeat(9000)}`,
    status: 401,
    code: 'missing_api_key',
    startedAt: 1000,
    endedAt: 1001,
  });
  await log.close();
  const text = await readFile(target, 'utf8');
  const lines = text.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    {
      time: '1970-01-01T00:00:01.000Z',
      api: 'ConverseCommand',
      model: 'nova',
      status: 200,
      project: 'p',
      key: 'app',
      provider: 'main',
      duration_ms: 200,
      request_bytes: 15,
      response_bytes: 14,
    },
    { status: 404, attempts: 0 },
    { method: 'POST', path: expect.stringMatching(/^.{300}$/), status: 401, error: 'missing_api_key' },
  ]);
  expect(text).not.toContain('planted');
});
