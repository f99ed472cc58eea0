import { runInOtelContext } from '../otel/active-parent.ts';
import { findContextManager } from '../otel/open-telemetry.ts';
import { runtime } from './runtime.ts';
import type { Span, TraceSpan } from './trace-span.ts';

/** Makes the span the active one while `work` and everything it awaits run. */
export function withActiveSpan<Result>(span: Span, work: () => Result): Result {
  if (span.traceId === '') return work();
  const manager = findContextManager();
  const link = span as TraceSpan;
  return runtime.activeSpan.run(link, manager ? () => runInOtelContext(manager, link, work) : work);
}

/** Names a span after the function it is around, unless the caller names it. */
export function nameWork(
  work: (...args: never[]) => unknown,
  options: { readonly name?: string } | null | undefined,
): string {
  return options?.name ?? (work.name || 'traced');
}

/**
 * Runs `work` inside the span and ends the span when it is done: at once, or when its promise settles. The caller gets
 * the very result or error that `work` gave; `onResult` sees the result before the span ends.
 */
export function runInSpan<Result>(
  span: Span,
  work: (span: Span) => Result,
  onResult?: (result: unknown) => void,
): Result {
  function succeed(result: unknown): void {
    onResult?.(result);
    span.end();
  }
  function fail(error: unknown): void {
    span.log({ error });
    span.end();
  }

  let result: Result;
  try {
    result = withActiveSpan(span, () => work(span));
  } catch (error) {
    fail(error);
    throw error;
  }
  if (result instanceof Promise && result.constructor === Promise) {
    // A handler on the caller's own promise would hide an unhandled rejection from Node; a derived promise does not.
    return result.then(
      (value: unknown) => {
        succeed(value);
        return value;
      },
      (error: unknown) => {
        fail(error);
        throw error;
      },
    ) as Result;
  }
  if (isThenable(result)) {
    // A subclass carries methods of its own, so the caller must get this very object.
    result.then(succeed, fail);
    return result;
  }
  succeed(result);
  return result;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
