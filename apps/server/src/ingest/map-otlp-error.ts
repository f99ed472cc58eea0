import type { SpanError } from '@outcrop/protocol';
import type { OtlpSpan } from './otlp-span.ts';
import { takeNumber, takeText } from './take-attribute.ts';

/**
 * The error that a span's status and its exception event tell. An exception counts unless the status says ok: several
 * instrumentations record the exception and leave the status unset. Takes the exception event out of the span.
 */
export function mapOtlpError(span: OtlpSpan): SpanError | undefined {
  const exception = span.events.findLast(({ name }) => name === 'exception');
  const hasFailed = span.status.code === 'error' || (exception !== undefined && span.status.code === 'unset');
  if (!hasFailed) return undefined;
  span.events = span.events.filter((event) => event !== exception);
  const details = exception?.attributes ?? new Map();
  const errorType = takeText(span.attributes, 'error.type');
  const status = takeNumber(span.attributes, 'http.response.status_code', 'http.status_code');
  const stack = takeText(details, 'exception.stacktrace');
  return {
    type: takeText(details, 'exception.type') ?? errorType ?? 'Error',
    message: takeText(details, 'exception.message') ?? span.status.message,
    ...(status !== undefined && { status }),
    ...(stack !== undefined && { stack }),
  };
}
