import type { Span } from '@outcrop/protocol';
import { describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';

async function runSampleCalls({ app, authorization }: TestServer): Promise<unknown> {
  const answer = await app.inject({ method: 'POST', url: '/api/sample-calls', headers: authorization });
  return answer.json();
}

async function listSpans({ traceStore }: TestServer): Promise<Span[]> {
  const { traces } = await traceStore.listTraces({ project: 'sample', limit: 200 });
  const found = await Promise.all(
    traces.map(({ trace_id }) => traceStore.findTrace(trace_id, { content: 'full' })),
  );
  return found.flatMap((trace) => trace?.spans ?? []);
}

function findSpan(spans: Span[], model: string): Span {
  const span = spans.find(({ metadata }) => metadata['model'] === model);
  if (!span) throw new Error(`no span of ${model}`);
  return span;
}

describe('POST /api/sample-calls', () => {
  it('makes real calls whose spans are stored once it answers', async () => {
    const server = await createTestServer();
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    expect(await runSampleCalls(server)).toEqual({ project: 'sample' });
    const spans = await listSpans(server);
    expect(spans.every(({ end_time }) => end_time !== null)).toBe(true);

    const agent = spans.find(({ name }) => name === 'weather-agent');
    const steps = spans.filter(({ parent_span_id }) => parent_span_id === agent?.span_id);
    expect(steps.map(({ name, type }) => [name, type])).toEqual([
      ['bedrock.converse', 'llm'],
      ['get_weather', 'tool'],
      ['bedrock.converse', 'llm'],
    ]);
    expect(agent?.output).toContain('coat');

    const reasoning = findSpan(spans, 'us.anthropic.claude-opus-4-1-20250805-v1:0');
    expect(reasoning.name).toBe('bedrock.converseStream');
    expect(JSON.stringify(reasoning.output)).toContain('reasoningContent');
    expect(reasoning.metrics.time_to_first_token).toBeGreaterThan(0);
    expect(findSpan(spans, 'anthropic.claude-3-haiku-20240307-v1:0')).toMatchObject({
      name: 'bedrock.invokeModelWithResponseStream',
      error: null,
    });
    expect(findSpan(spans, 'amazon.nova-lite-v1:0')).toMatchObject({
      error: null,
      metadata: { attempts: 2 },
    });
    expect(findSpan(spans, 'mistral.mistral-large-2402-v1:0').error).toMatchObject({
      type: 'ValidationException',
      status: 400,
    });
    const cached = spans.filter(
      ({ metadata }) => metadata['model'] === 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    );
    expect(cached.map(({ metrics }) => (metrics.prompt_cached_tokens ?? 0) > 0)).toEqual([false, true]);
    expect(cached.every(({ metrics }) => (metrics.cost_usd ?? 0) > 0)).toBe(true);
  });

  it('can be asked again, also twice at once', async () => {
    const server = await createTestServer();
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    await runSampleCalls(server);
    const once = (await listSpans(server)).length;
    await Promise.all([runSampleCalls(server), runSampleCalls(server)]);
    expect((await listSpans(server)).length).toBe(2 * once);
  });

  it('says so when the server has no port to send to', async () => {
    expect(await runSampleCalls(await createTestServer())).toMatchObject({
      error: { code: 'sample_calls_failed' },
    });
  });

  it('uses a key of its own that no list shows', async () => {
    const server = await createTestServer();
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    await runSampleCalls(server);
    expect((await server.workspaceStore.listApiKeys()).map(({ name }) => name)).toEqual(['test']);
  });
});
