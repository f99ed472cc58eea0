import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collectGarbage } from '../../test/collect-garbage.ts';
import { Collector } from '../../test/collector.ts';
import { flush, initLogger, traced, type Logger } from '../index.ts';
import { runtime } from './runtime.ts';

let collector: Collector;

beforeEach(async () => {
  collector = await Collector.start();
});

afterEach(async () => {
  runtime.currentLogger = undefined;
  await collector.close();
});

function createLogger(setCurrent = false): Logger {
  return initLogger({ apiKey: 'k', apiUrl: collector.url, flushIntervalMs: 10, setCurrent });
}

function leaveSpan(): WeakRef<Logger> {
  const logger = createLogger();
  logger.startSpan('left').end();
  return new WeakRef(logger);
}

async function untilForgotten(loggers: readonly WeakRef<Logger>[]): Promise<void> {
  while (loggers.some((reference) => reference.deref() !== undefined)) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await collectGarbage();
  }
}

describe('a logger that the app drops', () => {
  test('is forgotten when it has nothing to send', async () => {
    await untilForgotten(Array.from({ length: 10 }, () => new WeakRef(createLogger())));
    expect([...runtime.flushables]).not.toContainEqual(expect.objectContaining({ projectName: 'default' }));
  });

  test('sends first what it has', async () => {
    await untilForgotten([leaveSpan()]);
    expect(collector.spans.map(({ name }) => name)).toEqual(['left']);
  });

  test('is reached by flush as long as it has something', async () => {
    createLogger().startSpan('left').end();
    await collectGarbage();
    await flush();
    expect(collector.spans.map(({ name }) => name)).toEqual(['left']);
  });
});

describe('shutdown', () => {
  test('sends everything, what is open as partial, and records nothing from then on', async () => {
    const logger = createLogger(true);
    logger.startSpan('ended').end();
    logger.startSpan('open');
    await logger.shutdown();
    expect(collector.spans).toMatchObject([
      { name: 'ended', metadata: {} },
      { name: 'open', metadata: { partial: true, partial_reason: 'process_end' } },
    ]);
    expect(traced(() => 42, { name: 'later' })).toBe(42);
    expect(logger.startCallSpan('call')).toBeUndefined();
    await logger.flush();
    expect(collector.spans).toHaveLength(2);
  });
});
