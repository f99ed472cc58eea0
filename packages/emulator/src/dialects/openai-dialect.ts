import { breakServerSentEvent, encodeServerSentEvent } from '../stream/server-sent-event.ts';
import { toServiceError } from './aws-dialect.ts';
import type { Dialect } from './dialect.ts';

const kindOfStatus: Readonly<Record<number, { type: string; code: string }>> = {
  400: { type: 'invalid_request_error', code: 'validation_error' },
  401: { type: 'invalid_request_error', code: 'invalid_api_key' },
  403: { type: 'permission_error', code: 'access_denied' },
  404: { type: 'invalid_request_error', code: 'not_found' },
  429: { type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  503: { type: 'server_error', code: 'service_unavailable' },
};

/** https://platform.openai.com/docs/guides/error-codes */
export const openAiDialect: Dialect = {
  renderError: ({ status, message }) => ({ headers: {}, body: renderBody(status, message) }),
  encodeException(exception) {
    const { status, message } = toServiceError(exception);
    return encodeServerSentEvent({ data: renderBody(status, message), tokens: 0 });
  },
  breakFrame: breakServerSentEvent,
};

function renderBody(status: number, message: string): Record<string, unknown> {
  const kind = kindOfStatus[status] ?? { type: 'server_error', code: 'internal_error' };
  return { error: { message, type: kind.type, param: null, code: kind.code } };
}
