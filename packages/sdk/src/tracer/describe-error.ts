import type { SpanError } from '@outcrop/protocol';

interface ErrorLike {
  name?: unknown;
  message?: unknown;
  stack?: unknown;
  /** The AWS SDK's, from the response. */
  $metadata?: { httpStatusCode?: unknown };
  /** The AWS SDK's raw response; not enumerable. */
  $response?: { statusCode?: unknown };
  $retryable?: unknown;
}

/** Statuses and names that AWS and HTTP call worth a retry. */
const retryableStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504, 529]);
const retryableNames: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'ModelNotReadyException',
  'ModelTimeoutException',
  'InternalServerException',
  'ServiceUnavailableException',
  'TimeoutError',
]);

/** Maps whatever was thrown to a span's error. Never throws, even when the value's getters do. */
export function describeError(thrown: unknown): SpanError {
  try {
    if (typeof thrown !== 'object' || thrown === null) return { type: 'Error', message: String(thrown) };
    return describeErrorLike(thrown);
  } catch {
    return { type: 'Error', message: '[Unreadable error]' };
  }
}

/** What kind of thing was thrown, in words of ours alone: its own name and message may quote what must not be recorded. */
export function nameErrorKind(thrown: unknown): string {
  const kinds = [TypeError, RangeError, SyntaxError, Error];
  return kinds.find((kind) => thrown instanceof kind)?.name ?? typeof thrown;
}

function describeErrorLike(error: ErrorLike): SpanError {
  const type = typeof error.name === 'string' && error.name ? error.name : 'Error';
  const described: SpanError = { type, message: typeof error.message === 'string' ? error.message : type };
  const status = error.$metadata?.httpStatusCode ?? error.$response?.statusCode;
  if (typeof status === 'number') described.status = status;
  if (error.$retryable !== undefined || retryableNames.has(type)) described.retryable = true;
  else if (described.status !== undefined) described.retryable = retryableStatuses.has(described.status);
  if (typeof error.stack === 'string') described.stack = error.stack;
  return described;
}
