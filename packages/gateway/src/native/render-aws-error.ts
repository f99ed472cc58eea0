import type { GatewayError } from '../gateway-error.ts';
import type { RenderedError } from '../http/gateway-route.ts';

const exceptionOfStatus: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  401: 'UnrecognizedClientException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  405: 'UnknownOperationException',
  408: 'ModelTimeoutException',
  413: 'ValidationException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  503: 'ServiceUnavailableException',
};

/** As Bedrock says it, so that every AWS SDK makes its own exception of it. */
export function renderAwsError(error: GatewayError): RenderedError {
  const exception =
    error.exception ??
    exceptionOfStatus[error.status] ??
    (error.status >= 500 ? 'InternalServerException' : 'ValidationException');
  return {
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': exception,
      ...(error.requestId !== undefined && { 'x-amzn-requestid': error.requestId }),
    },
    body: JSON.stringify({ message: error.message }),
  };
}
