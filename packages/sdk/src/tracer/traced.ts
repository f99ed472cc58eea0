import { findActiveParent } from '../otel/active-parent.ts';
import { noopSpan } from './noop-span.ts';
import { nameWork, runInSpan } from './run-in-span.ts';
import { findCurrentLogger, type Logger } from './logger.ts';
import { runtime } from './runtime.ts';
import { formatTraceContext, type TraceHeaders } from './trace-context.ts';
import type { Span, SpanOptions } from './trace-span.ts';

export interface TracedOptions extends SpanOptions {
  /** Default: the function's own name. */
  name?: string;
  /** Default: the logger that `initLogger` made current. */
  logger?: Logger;
}

/** Starts a span under the active one. It must be ended by `end()`. Gives a span that does nothing when no logger is set. */
export function startSpan(name: string, options?: SpanOptions & { logger?: Logger }): Span {
  const given = options?.logger;
  const logger = typeof given?.startSpan === 'function' ? given : findCurrentLogger();
  return logger?.startSpan(name, options) ?? noopSpan;
}

/** Runs `work` in a span, gives back exactly what it gives and records what it throws. */
export function traced<Result>(work: (span: Span) => Result, options?: TracedOptions): Result {
  return runInSpan(startSpan(nameWork(work, options), options), work);
}

/** Wraps a function: each call is a span whose input is the arguments and whose output is the result. */
export function wrapTraced<Arguments extends unknown[], Result>(
  work: (...args: Arguments) => Result,
  options?: TracedOptions,
): (...args: Arguments) => Result {
  const name = nameWork(work, options);
  const spanOptions: TracedOptions = { type: 'function', ...options };
  return function tracedCall(this: unknown, ...args: Arguments): Result {
    const span = startSpan(name, spanOptions);
    if (span === noopSpan) return work.apply(this, args);
    span.log({ input: args });
    return runInSpan(
      span,
      () => work.apply(this, args),
      (output) => span.log({ output }),
    );
  };
}

/** The span that is active here; one that does nothing when there is none. */
export function currentSpan(): Span {
  return runtime.activeSpan.getStore() ?? noopSpan;
}

/**
 * Headers that make a request to another process a part of this trace: W3C `traceparent`, and `tracestate` and `baggage`
 * when the trace came with them. Of the active span unless one is given; empty when there is none.
 */
export function traceHeaders(span?: Span): TraceHeaders {
  const link = span ?? findActiveParent();
  return link?.traceId ? formatTraceContext(link) : {};
}

/** Sends everything recorded so far by every logger and processor. Resolves when it is on the server, or given up; never rejects. */
export async function flush(): Promise<void> {
  await Promise.all([...runtime.flushables].map((each) => each.flush()));
}

/** Where the page shows a span. */
export function permalink(span: Span): string {
  return span.permalink();
}
