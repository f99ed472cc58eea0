import { OutcropError, type ApiErrorBody } from '@outcrop/protocol';
import type { FastifyRequest } from 'fastify';
import { ServerError } from '../server-error.ts';

export interface ErrorAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: ApiErrorBody;
}

/** Errors of the stores, and of the key that seals secrets, that the caller can do something about. */
const storeErrors: Readonly<Record<string, { statusCode: number; retryAfterSeconds?: number }>> = {
  store_full: { statusCode: 503, retryAfterSeconds: 30 },
  store_unavailable: { statusCode: 503, retryAfterSeconds: 5 },
  invalid_cursor: { statusCode: 400 },
  name_taken: { statusCode: 409 },
  provider_missing: { statusCode: 400 },
  secret_key_unavailable: { statusCode: 503 },
  hash_mismatch: { statusCode: 422 },
  attachment_too_large: { statusCode: 413 },
};

/** Turns whatever was thrown into an answer. What is not meant for the caller is logged and answered as `internal`. */
export function mapError(error: unknown, request: FastifyRequest): ErrorAnswer {
  if (error instanceof ServerError) return buildAnswer(error, error);
  if (OutcropError.is(error)) {
    const storeError = storeErrors[error.code];
    if (storeError) return buildAnswer(error, storeError);
  }
  const clientError = mapClientError(error, request);
  if (clientError) return clientError;
  request.log.error({ err: error }, `${request.method} ${request.routeOptions.url ?? ''} failed`);
  const message = '[outcrop] the server failed to answer this request; its log says why';
  return buildAnswer({ code: 'internal', message }, { statusCode: 500 });
}

/** What Fastify itself refuses: a body of the wrong type, a parameter out of range, a connection cut short. */
function mapClientError(error: unknown, request: FastifyRequest): ErrorAnswer | undefined {
  const { statusCode = 500, code = '', message } = error as Error & { statusCode?: number; code?: string };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return buildAnswer(
      { code: 'unsupported_media_type', message: describeMediaType(request) },
      { statusCode },
    );
  }
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET') {
    const cut = '[outcrop] the connection was cut before the whole request had arrived';
    return buildAnswer({ code: 'request_cut', message: cut }, { statusCode: 400 });
  }
  if (statusCode < 400 || statusCode >= 500) return undefined;
  const place = `${request.method} ${request.routeOptions.url ?? request.url}`;
  return buildAnswer({ code: 'invalid_request', message: `[outcrop] ${place}: ${message}` }, { statusCode });
}

function describeMediaType({ headers, routeOptions }: FastifyRequest): string {
  const given = headers['content-type'];
  const taken =
    routeOptions.url === '/v1/traces' ? 'application/json or application/x-protobuf' : 'application/json';
  const complaint = given === undefined ? 'no Content-Type is given' : `cannot read ${JSON.stringify(given)}`;
  return `[outcrop] ${complaint}: ${routeOptions.url} takes ${taken}`;
}

interface AnswerOptions {
  statusCode: number;
  retryAfterSeconds?: number;
}

function buildAnswer(error: { code: string; message: string }, options: AnswerOptions): ErrorAnswer {
  const { statusCode, retryAfterSeconds } = options;
  return {
    statusCode,
    headers: {
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...(statusCode === 401 && { 'www-authenticate': 'Bearer realm="outcrop"' }),
    },
    body: { error: { code: error.code, message: error.message } },
  };
}
