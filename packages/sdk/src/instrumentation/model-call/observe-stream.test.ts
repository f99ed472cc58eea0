import { expect, test } from 'vitest';
import { collectGarbage } from '../../../test/collect-garbage.ts';
import { observeStream, type StreamEnd, type StreamObserver } from './observe-stream.ts';

async function* createEvents(): AsyncGenerator<number> {
  yield 1;
  yield 2;
}

function watch(stream: AsyncIterable<number>): { seen: unknown[]; observer: WeakRef<StreamObserver> } {
  const seen: unknown[] = [];
  const observer = {
    read: (event: unknown): void => void seen.push(event),
    end: (end: StreamEnd): void => void seen.push(end.kind),
  };
  expect(observeStream(stream, observer)).toBe(true);
  return { seen, observer: new WeakRef(observer) };
}

test('what watched a stream is let go at its end, though the app keeps the stream', async () => {
  const stream = createEvents();
  const { seen, observer } = watch(stream);
  for await (const event of stream) expect(event).toBe(seen.at(-1));
  await collectGarbage();
  expect(seen).toEqual([1, 2, 'done']);
  expect(observer.deref()).toBeUndefined();
  // Read again, it is at its end and nobody hears of it.
  expect(await stream.next()).toEqual({ done: true, value: undefined });
  expect(seen).toEqual([1, 2, 'done']);
});

test('what watches a stream that the app may still read is kept', async () => {
  const stream = createEvents();
  const { seen, observer } = watch(stream);
  await collectGarbage();
  expect(observer.deref()).toBeDefined();
  for await (const event of stream) expect(event).toBe(seen.at(-1));
  expect(seen).toEqual([1, 2, 'done']);
});
