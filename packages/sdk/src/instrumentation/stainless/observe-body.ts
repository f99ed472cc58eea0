import { observeStream, type StreamObserver } from '../model-call/observe-stream.ts';
import { replaceMethod, type Method } from './replace-method.ts';

export interface BodyObserver extends StreamObserver {
  /** Gets the bytes. */
  read(bytes: unknown): void;
  /** The owner reads on where nobody can watch. */
  lose(): void;
}

/** They read by readers of their own, which nobody else gets to see. */
const hiddenReads = ['pipeThrough', 'pipeTo', 'tee'];

/**
 * Watches the body of a response while its owner reads it: in place, never ahead of the owner, and no piece is kept.
 * Returns false when the value is no such body.
 */
export function observeBody(body: unknown, observer: BodyObserver): boolean {
  const once = readOnce(observer);
  if (!observeStream(body, once)) return false;
  const stream = body as object;
  replaceMethod(stream, 'getReader', (getReader) => {
    return function getObservedReader(this: unknown, ...args) {
      const reader = getReader.apply(this, args);
      observeReader(reader as object, once);
      return reader;
    };
  });
  replaceMethod(stream, 'cancel', (cancel) => leaveBefore(cancel, once));
  for (const name of hiddenReads)
    replaceMethod(stream, name, (read) => {
      return function readHidden(this: unknown, ...args) {
        observer.lose();
        return read.apply(this, args);
      };
    });
  return true;
}

/** Some runtimes iterate through `getReader`: a piece that is seen twice counts once. */
function readOnce(observer: StreamObserver): StreamObserver {
  let last: unknown;
  let isEnded = false;
  return {
    read(bytes) {
      if (isEnded || bytes === last) return;
      last = bytes;
      observer.read(bytes);
    },
    end(end) {
      if (isEnded) return;
      isEnded = true;
      observer.end(end);
    },
  };
}

function observeReader(reader: object, observer: StreamObserver): void {
  const see = (reading: unknown): void => {
    try {
      const { done, value } = reading as IteratorResult<unknown>;
      if (done) observer.end({ kind: 'done' });
      else observer.read(value);
    } catch {
      // The owner of the body must not notice.
    }
  };
  replaceMethod(reader, 'read', (read) => {
    return function readObserved(this: unknown, ...args) {
      const pending = read.apply(this, args);
      // Registered before the owner's own handler, so the span has the bytes when the owner has them.
      if (pending instanceof Promise)
        pending.then(see, (error: unknown) => observer.end({ kind: 'failed', error }));
      return pending;
    };
  });
  replaceMethod(reader, 'cancel', (cancel) => leaveBefore(cancel, observer));
}

function leaveBefore(method: Method, observer: StreamObserver): Method {
  return function leave(this: unknown, ...args) {
    observer.end({ kind: 'left' });
    return method.apply(this, args);
  };
}
