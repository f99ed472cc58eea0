/** How a stream ended: read to its end, left early by the reader, thrown away unread or half read, or broken. */
export type StreamEnd =
  { kind: 'done' } | { kind: 'left' } | { kind: 'abandoned' } | { kind: 'failed'; error: unknown };

export interface StreamObserver {
  read(event: unknown): void;
  /** Called once. */
  end(end: StreamEnd): void;
}

/**
 * Reports a stream that is thrown away before its end: neither it nor its iterator can be reached any more. Only a full
 * garbage collection asks this registry, so what it holds must be next to nothing once a stream has ended.
 */
const abandoned =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry<StreamWatch>((watch) => watch.end({ kind: 'abandoned' }));

/** Forgets the observer at the end, which is told to it once. */
class StreamWatch {
  #observer: StreamObserver | undefined;

  constructor(observer: StreamObserver) {
    this.#observer = observer;
  }

  read(event: unknown): void {
    this.#observer?.read(event);
  }

  end(end: StreamEnd): void {
    const observer = this.#observer;
    this.#observer = undefined;
    observer?.end(end);
  }
}

/** Held by the stream and by its iterators, so that it lives exactly as long as somebody may still read. */
interface ReaderHandle {
  watch: StreamWatch;
}

/**
 * Watches a stream while its owner reads it: in place, so the owner keeps the very same objects and promises; one event
 * at a time, only when the owner asks for it, and nothing is kept. Returns false when the value is no such stream.
 */
export function observeStream(stream: unknown, observer: StreamObserver): boolean {
  if (typeof stream !== 'object' || stream === null) return false;
  const iterable = stream as Partial<AsyncIterable<unknown>>;
  const createIterator = iterable[Symbol.asyncIterator];
  if (typeof createIterator !== 'function') return false;
  const watch = new StreamWatch(observer);
  const handle: ReaderHandle = { watch };
  replaceMethod(
    iterable,
    Symbol.asyncIterator,
    function createObservedIterator(this: AsyncIterable<unknown>) {
      const iterator = createIterator.call(this);
      observeIterator(iterator, handle);
      return iterator;
    },
  );
  abandoned?.register(handle, watch);
  return true;
}

/** Enumerable only where it was: who copies or prints the object finds what it finds without us. */
function replaceMethod(owner: object, name: string | symbol, value: unknown): void {
  Reflect.defineProperty(owner, name, { value, writable: true, configurable: true });
}

function observeIterator(iterator: AsyncIterator<unknown>, handle: ReaderHandle): void {
  function see(result: IteratorResult<unknown>): void {
    try {
      if (result.done) handle.watch.end({ kind: 'done' });
      else handle.watch.read(result.value);
    } catch {
      // The owner of the stream must not notice.
    }
  }
  function seeError(error: unknown): void {
    handle.watch.end({ kind: 'failed', error });
  }

  const next = iterator.next.bind(iterator);
  const leave = iterator.return?.bind(iterator);
  const fail = iterator.throw?.bind(iterator);
  replaceMethod(iterator, 'next', function observedNext(...args: [] | [unknown]) {
    const pending = next(...args);
    // Registered before the owner's own handler, so the span has the event when the owner has it.
    if (pending instanceof Promise) pending.then(see, seeError);
    return pending;
  });
  if (leave) {
    replaceMethod(iterator, 'return', function observedReturn(value: unknown) {
      handle.watch.end({ kind: 'left' });
      return leave(value);
    });
  }
  if (fail) {
    replaceMethod(iterator, 'throw', function observedThrow(error: unknown) {
      handle.watch.end({ kind: 'failed', error });
      return fail(error);
    });
  }
}
