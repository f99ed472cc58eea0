import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Collector } from '../../test/collector.ts';
import { initLogger, type Logger } from '../index.ts';

const hourMs = 3_600_000;
const longestTestMs = 60_000;
let collector: Collector;
let logger: Logger;

beforeEach(async () => {
  // Only the wall clock is the test's: `performance.now()` goes on as it does.
  vi.useFakeTimers({ toFake: ['Date'] });
  collector = await Collector.start();
  logger = initLogger({ apiKey: 'k', apiUrl: collector.url, setCurrent: false });
});

afterEach(async () => {
  vi.useRealTimers();
  await collector.close();
});

async function collect(name: string): Promise<{ startMs: number; durationMs: number }> {
  await logger.flush();
  const { startTime, endTime } = collector.spans.findLast((span) => span.name === name) ?? {};
  if (startTime === undefined || !endTime) throw new Error(`no span ${name} that ended`);
  return { startMs: startTime / 1000, durationMs: (endTime - startTime) / 1000 };
}

describe.each([
  ['a sleep of an hour', hourMs],
  ['a clock set back by an hour', -hourMs],
])('after %s', (_name, stepMs) => {
  beforeEach(() => {
    logger.startSpan('before').end();
  });

  test('a new span has the time that the wall clock shows', async () => {
    const wallMs = Date.now() + stepMs;
    vi.setSystemTime(wallMs);
    logger.startSpan('after').end();
    const { startMs } = await collect('after');
    expect(Math.abs(startMs - wallMs)).toBeLessThan(longestTestMs);
  });

  test('a span that was open keeps its start, and the step is no part of its duration', async () => {
    const wallMs = Date.now();
    vi.setSystemTime(wallMs);
    const span = logger.startSpan('open');
    vi.setSystemTime(wallMs + stepMs);
    logger.startSpan('after').end();
    span.end();
    const { startMs, durationMs } = await collect('open');
    expect(Math.abs(startMs - wallMs)).toBeLessThan(longestTestMs);
    expect(durationMs).toBeGreaterThanOrEqual(0);
    expect(durationMs).toBeLessThan(longestTestMs);
  });
});
