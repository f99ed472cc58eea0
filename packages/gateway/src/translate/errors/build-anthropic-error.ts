import type { GatewayError } from '../../gateway-error.ts';

/** https://platform.claude.com/docs/en/api/errors */
export interface AnthropicErrorBody {
  type: 'error';
  error: { type: string; message: string; code: string };
  request_id: string | null;
}

const types: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  408: 'timeout_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  529: 'overloaded_error',
};

/** The error as Anthropic's API says it, in an answer's body and in a stream alike. */
export function buildAnthropicError(failure: GatewayError): AnthropicErrorBody {
  const { status, message, code, requestId } = failure;
  const type = types[status] ?? (status >= 500 || status === 424 ? 'api_error' : 'invalid_request_error');
  return { type: 'error', error: { type, message, code }, request_id: requestId ?? null };
}
