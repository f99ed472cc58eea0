import { breakServerSentEvent, encodeServerSentEvent } from '../stream/server-sent-event.ts';
import { toServiceError } from './aws-dialect.ts';
import type { Dialect } from './dialect.ts';

const typeOfStatus: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  529: 'overloaded_error',
};

/** https://docs.claude.com/en/api/errors */
export const anthropicDialect: Dialect = {
  renderError: (error, requestId) => ({
    headers: {},
    body: { ...renderBody(error.status, error.message), request_id: requestId },
  }),
  encodeException(exception) {
    const { status, message } = toServiceError(exception);
    return encodeServerSentEvent({ event: 'error', data: renderBody(status, message), tokens: 0 });
  },
  breakFrame: breakServerSentEvent,
};

function renderBody(status: number, message: string): Record<string, unknown> {
  return { type: 'error', error: { type: typeOfStatus[status] ?? 'api_error', message } };
}
