import { GatewayError } from '../../gateway-error.ts';
import { isRecord } from '../conversation/parse-field.ts';
import { isContextOverflow } from './is-context-overflow.ts';
import { findWayOut, type RefusedTarget } from './find-way-out.ts';
import { findUpstreamException } from './upstream-exceptions.ts';

export interface UpstreamFailure {
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
  /** Absent where nobody is to be told a way out. */
  target?: RefusedTarget;
}

/** Reads a refusal of Bedrock's, whichever of its surfaces gave it. The status is kept. */
export function readUpstreamError(failure: UpstreamFailure): GatewayError {
  const { status, headers, target } = failure;
  const said = readBody(failure.body);
  const exception = headers['x-amzn-errortype']?.split(':')[0] ?? said.exception;
  const message = said.message ?? `Bedrock answered ${status} without a message.`;
  const code = findCode({ status, message, exception, saidCode: said.code });
  return new GatewayError(message, {
    status,
    code,
    wayOut: target && findWayOut({ status, code, message }, target),
    exception,
    requestId: headers['x-amzn-requestid'] ?? headers['x-request-id'],
    retryAfterSeconds: readRetryAfter(headers),
  });
}

/** Reads an exception that breaks off a stream. `name` is the event stream's `:exception-type`. */
export function readStreamException(name: string, payload: unknown, requestId?: string): GatewayError {
  const fields = isRecord(payload) ? payload : {};
  const message = findString(fields, ['message', 'Message', 'originalMessage']) ?? `Bedrock sent ${name}.`;
  const known = findUpstreamException(name);
  return new GatewayError(message, {
    status: known?.status ?? 500,
    code: findCode({ status: known?.status ?? 500, message, exception: name }),
    exception: name.charAt(0).toUpperCase() + name.slice(1),
    requestId,
  });
}

interface Said {
  message?: string;
  exception?: string;
  code?: string;
}

/** Bedrock's own form is `{message}`; its OpenAI and Anthropic surfaces answer as those APIs do. */
function readBody(text: string): Said {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return text.trim() === '' || text.trimStart().startsWith('<') ? {} : { message: text.slice(0, 1000) };
  }
  if (!isRecord(body)) return {};
  const inner = isRecord(body.error) ? body.error : body;
  return {
    message: findString(inner, ['message', 'Message', 'originalMessage']),
    exception: findString(body, ['__type'])?.split('#').at(-1),
    code: findString(inner, ['code']),
  };
}

function findString(fields: Record<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

interface Symptoms {
  status: number;
  message: string;
  exception?: string;
  saidCode?: string;
}

function findCode({ status, message, exception, saidCode }: Symptoms): string {
  if (status !== 429 && isContextOverflow(message)) return 'context_length_exceeded';
  const known = exception === undefined ? undefined : findUpstreamException(exception);
  return (
    known?.code ?? saidCode ?? codeOfStatus[status] ?? (status >= 500 ? 'upstream_error' : 'invalid_request')
  );
}

const codeOfStatus: Readonly<Record<number, string>> = {
  401: 'invalid_credentials',
  403: 'access_denied',
  404: 'model_not_found',
  408: 'model_timeout',
  413: 'request_too_large',
  424: 'model_error',
  429: 'rate_limit_exceeded',
  503: 'service_unavailable',
  529: 'service_unavailable',
};

/** Seconds, from the standard header or AWS's own in milliseconds. A date is left to the client's own header. */
function readRetryAfter(headers: UpstreamFailure['headers']): number | undefined {
  const seconds = Number(headers['retry-after']);
  if (headers['retry-after'] && Number.isFinite(seconds)) return seconds;
  const milliseconds = Number(headers['x-amz-retry-after']);
  return headers['x-amz-retry-after'] && Number.isFinite(milliseconds) ? milliseconds / 1000 : undefined;
}
