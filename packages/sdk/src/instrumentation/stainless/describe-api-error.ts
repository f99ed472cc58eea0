import type { SpanError } from '@outcrop/protocol';
import { describeError } from '../../tracer/describe-error.ts';

/** The errors of Anthropic's and OpenAI's clients. */
interface ApiError {
  status?: unknown;
  headers?: { get?: (name: string) => string | null };
  /** What the service or the stream called it. */
  type?: unknown;
  /** The body: Anthropic's has an `error` inside. */
  error?: { type?: unknown; error?: { type?: unknown } } | null;
  constructor?: { name?: unknown };
}

const retryableStatuses: ReadonlySet<number> = new Set([408, 409, 429]);

/** Like {@link describeError}, under the name that Bedrock gave the error rather than that of the client's class. Never throws. */
export function describeApiError(thrown: unknown): SpanError {
  const described = describeError(thrown);
  try {
    if (typeof thrown !== 'object' || thrown === null) return described;
    const error = thrown as ApiError;
    described.type = findType(error) ?? described.type;
    if (typeof error.status === 'number') {
      described.status = error.status;
      // By the rule of the clients themselves, which also listen to `x-should-retry`.
      described.retryable = retryableStatuses.has(error.status) || error.status >= 500;
    }
  } catch {
    // What could be read is enough.
  }
  return described;
}

function findType(error: ApiError): string | undefined {
  const exception = error.headers?.get?.('x-amzn-errortype')?.split(':', 1)[0];
  const names = [exception, error.error?.error?.type, error.type, error.error?.type, error.constructor?.name];
  return names.find((name): name is string => typeof name === 'string' && name !== '');
}
