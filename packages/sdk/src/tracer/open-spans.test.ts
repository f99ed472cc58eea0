import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { collectGarbage } from '../../test/collect-garbage.ts';
import { Collector, type CollectedSpan } from '../../test/collector.ts';
import { initLogger, type Logger, type Span } from '../index.ts';

const budgetBytes = 100_000;
let collector: Collector;
let logger: Logger;

beforeEach(async () => {
  collector = await Collector.start();
  logger = initLogger({
    apiKey: 'k',
    apiUrl: collector.url,
    setCurrent: false,
    flushIntervalMs: 10,
    maxQueueBytes: budgetBytes,
  });
});

afterEach(() => collector.close());

function start(name: string, length: number = 0): Span {
  return logger.startSpan(name, { event: { input: 'x'.repeat(length) } });
}

function findVersions(name: string): CollectedSpan[] {
  return collector.requests.flatMap(({ spans }) => spans).filter((span) => span.name === name);
}

test('beyond the budget the oldest is sent as let go, which is said once, and whole when it ends after all', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const oldest = start('oldest', 1000);
  const others = Array.from({ length: 55 }, (_, index) => start(`span ${index}`, 1000));
  await logger.flush();
  expect(findVersions('oldest')).toMatchObject([
    {
      endTime: null,
      input: 'x'.repeat(1000),
      metadata: { partial: true, partial_reason: 'let_go' },
    },
  ]);
  expect(findVersions('span 54')).toEqual([]);
  expect(said.mock.calls).toEqual([
    [expect.stringContaining(`open spans take more than maxQueueBytes (${budgetBytes} bytes)`)],
  ]);
  said.mockRestore();
  oldest.log({ output: 'late' });
  oldest.end();
  others.forEach((span) => span.end());
  await logger.flush();
  const [running, ended] = findVersions('oldest');
  expect(ended).toMatchObject({ output: 'late' });
  expect(ended?.metadata).toEqual({});
  expect(ended?.endTime).not.toBeNull();
  expect(ended?.revision).toBeGreaterThan(running?.revision ?? Number.NaN);
  expect(logger.getStatus().dropped).toBe(0);
});

test('what is added to a span counts, and one span is followed however large', async () => {
  const first = start('first');
  const second = start('second');
  second.log({ output: 'x'.repeat(budgetBytes) });
  await logger.flush();
  expect(findVersions('first')).toMatchObject([{ endTime: null }]);
  logger.endOpenSpans();
  await logger.flush();
  expect(findVersions('second')).toMatchObject([{ metadata: { partial_reason: 'process_end' } }]);
  expect(findVersions('first')).toHaveLength(1);
  first.end();
});

test('one that was sent as running before says that it is let go as well', async () => {
  const sent = start('sent');
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 3000);
  await vi.waitFor(() => expect(findVersions('sent')).toMatchObject([{ endTime: null, metadata: {} }]));
  vi.restoreAllMocks();
  const large = start('large', budgetBytes);
  await logger.flush();
  const [running, last] = findVersions('sent');
  expect(last).toMatchObject({ endTime: null, metadata: { partial_reason: 'let_go' } });
  expect(last?.revision).toBeGreaterThan(running?.revision ?? Number.NaN);
  large.end();
  sent.end();
});

test('what has ended leaves its room to others', async () => {
  for (let index = 0; index < 500; index += 1) start(`span ${index}`, 10_000).end();
  const span = start('open');
  await logger.flush();
  expect(findVersions('open')).toEqual([]);
  span.end();
});

test('spans that nobody ends and nobody has any more leave the memory', async () => {
  const forgotten: WeakRef<Span>[] = [];
  for (let index = 0; index < 1000; index += 1) {
    forgotten.push(new WeakRef(start(`span ${index}`, 1000)));
    if (index % 50 === 0) await logger.flush();
  }
  await logger.flush();
  await collectGarbage();
  const kept = forgotten.filter((reference) => reference.deref() !== undefined);
  expect(kept.length).toBeLessThanOrEqual(budgetBytes / 1000);
  expect(collector.spans.length).toBeGreaterThanOrEqual(1000 - kept.length);
});
