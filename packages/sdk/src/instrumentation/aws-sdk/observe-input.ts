/**
 * A stream of events like the caller's, that lets `read` see what passes: the same events and errors, each asked of the
 * caller only when the SDK asks for it. Undefined when the value is no such stream. Unlike Bedrock's stream, the
 * caller's own object is not touched: it may be frozen, or used again.
 */
export function observeInput(
  stream: unknown,
  read: (event: unknown) => void,
): AsyncIterable<unknown> | undefined {
  const iterable = stream as Partial<AsyncIterable<unknown>> | null | undefined;
  const createIterator = iterable?.[Symbol.asyncIterator];
  if (typeof createIterator !== 'function') return undefined;
  return {
    [Symbol.asyncIterator]: () => observeIterator(createIterator.call(iterable), read),
  };
}

function observeIterator(
  iterator: AsyncIterator<unknown>,
  read: (event: unknown) => void,
): AsyncIterator<unknown> {
  function see(result: IteratorResult<unknown>): void {
    if (!result.done) read(result.value);
  }
  const observed: AsyncIterator<unknown> = {
    next(...args) {
      const pending = iterator.next(...args);
      // Its error is the caller's to see.
      if (pending instanceof Promise) pending.then(see, () => undefined);
      return pending;
    },
  };
  // Only what the caller's iterator has: their absence means something to who reads it.
  if (iterator.return) observed.return = (value) => iterator.return?.(value) ?? endOf(value);
  if (iterator.throw) observed.throw = (error) => iterator.throw?.(error) ?? Promise.reject(error as Error);
  return observed;
}

async function endOf(value: unknown): Promise<IteratorResult<unknown>> {
  return { done: true, value: await value };
}
