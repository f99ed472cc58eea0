import type { StepReading } from '@outcrop/bedrock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Collector, type CollectedSpan } from '../../../test/collector.ts';
import { initLogger } from '../../index.ts';
import type { Logger } from '../../tracer/logger.ts';
import { runtime } from '../../tracer/runtime.ts';
import { recordSteps } from './record-steps.ts';

const hour = 3_600_000_000;
let collector: Collector;
let logger: Logger;

beforeEach(async () => {
  collector = await Collector.start();
  logger = initLogger({ apiKey: 'k', apiUrl: collector.url });
});

afterEach(async () => {
  runtime.currentLogger = undefined;
  await collector.close();
});

function step(name: string, startTime: number, fields: Partial<StepReading> = {}): StepReading {
  return { name, type: 'function', startTime, endTime: startTime + 10, metadata: {}, steps: [], ...fields };
}

/** The spans of a call that answered these steps, the call's own first. */
async function record(build: (startTime: number) => StepReading[]): Promise<CollectedSpan[]> {
  const call = logger.startCallSpan('call');
  if (!call) throw new Error('nothing is recorded');
  recordSteps(call, build(call.record.startTime));
  call.end();
  await logger.flush();
  return collector.spans;
}

describe('the times of steps', () => {
  test('stay as they are inside the call', async () => {
    const spans = await record((startTime) => [step('one', startTime)]);
    const call = spans.find((span) => span.name === 'call');
    const one = spans.find((span) => span.name === 'one');
    expect(one?.startTime).toBe(call?.startTime);
    expect(one?.endTime).toBe((call?.startTime ?? 0) + 10);
  });

  test.each([
    ['behind', -hour],
    ['ahead of', hour],
  ])('of a clock that is an hour %s ours are moved together', async (_name, offset) => {
    const spans = await record((startTime) => [
      step('one', startTime + offset, { steps: [step('inner', startTime + offset + 5)] }),
      step('two', startTime + offset + 20),
    ]);
    const [call, one, inner, two] = ['call', 'one', 'inner', 'two'].map((name) =>
      spans.find((span) => span.name === name),
    );
    expect(one?.startTime).toBeGreaterThanOrEqual(call?.startTime ?? Number.NaN);
    expect(two?.endTime).toBeLessThanOrEqual((call?.endTime ?? 0) + 30);
    expect((two?.startTime ?? 0) - (one?.startTime ?? 0)).toBe(20);
    expect((inner?.startTime ?? 0) - (one?.startTime ?? 0)).toBe(5);
    expect(inner?.parentSpanId).toBe(one?.spanId);
  });

  test('of one that had not ended end with the call, and it says so', async () => {
    const spans = await record((startTime) => [step('open', startTime, { endTime: undefined })]);
    const open = spans.find((span) => span.name === 'open');
    const call = spans.find((span) => span.name === 'call');
    expect(open?.endTime).toBeGreaterThanOrEqual(open?.startTime ?? Number.NaN);
    expect(open?.endTime).toBeLessThanOrEqual(call?.endTime ?? Number.NaN);
    expect(open?.metadata['partial']).toBe(true);
  });
});

test('a model call below a call has its region and cost', async () => {
  const usage = { inputTokens: 1000, outputTokens: 1000 };
  const metadata = { provider: 'aws-bedrock', model: 'amazon.nova-lite-v1:0' };
  const call = logger.startCallSpan('call');
  if (!call) throw new Error('nothing is recorded');
  call.record.metadata['region'] = 'us-east-1';
  recordSteps(call, [step('model', call.record.startTime, { type: 'llm', usage, metadata, latencyMs: 7 })]);
  call.end();
  await logger.flush();
  expect(collector.spans.find((span) => span.name === 'model')).toMatchObject({
    metadata: { region: 'us-east-1' },
    metrics: {
      prompt_tokens: 1000,
      completion_tokens: 1000,
      latency_ms: 7,
      cost_usd: expect.any(Number) as number,
    },
  });
});
