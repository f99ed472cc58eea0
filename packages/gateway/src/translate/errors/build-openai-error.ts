import type { GatewayError } from '../../gateway-error.ts';

/** https://platform.openai.com/docs/guides/error-codes */
export interface OpenAiErrorBody {
  error: {
    message: string;
    type: string;
    param: string | null;
    code: string;
    request_id?: string;
    /** Bedrock's own name of the failure. */
    exception?: string;
  };
}

const types: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  408: 'timeout_error',
  429: 'rate_limit_error',
};

/** The error as OpenAI's API says it, in an answer's body and in a stream alike. */
export function buildOpenAiError(failure: GatewayError): OpenAiErrorBody {
  const error: OpenAiErrorBody['error'] = {
    message: failure.message,
    type: types[failure.status] ?? (isServerFault(failure.status) ? 'server_error' : 'invalid_request_error'),
    param: failure.param ?? null,
    code: failure.code,
  };
  if (failure.requestId !== undefined) error.request_id = failure.requestId;
  if (failure.exception !== undefined) error.exception = failure.exception;
  return { error };
}

/** 424 is a model that failed, which the client can do nothing about. */
function isServerFault(status: number): boolean {
  return status >= 500 || status === 424;
}
