export interface UpstreamException {
  status: number;
  /** The code that clients of the gateway see. */
  code: string;
}

/**
 * Bedrock's failures. The status is Bedrock's own; it is needed here for failures inside a stream, which carry none.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/CommonErrors.html
 */
export const upstreamExceptions: Readonly<Record<string, UpstreamException>> = {
  ValidationException: { status: 400, code: 'invalid_request' },
  ServiceQuotaExceededException: { status: 400, code: 'quota_exceeded' },
  ConflictException: { status: 400, code: 'conflict' },
  AccessDeniedException: { status: 403, code: 'access_denied' },
  UnrecognizedClientException: { status: 403, code: 'invalid_credentials' },
  InvalidSignatureException: { status: 403, code: 'invalid_credentials' },
  ExpiredTokenException: { status: 403, code: 'expired_credentials' },
  MissingAuthenticationTokenException: { status: 403, code: 'invalid_credentials' },
  ResourceNotFoundException: { status: 404, code: 'model_not_found' },
  ModelTimeoutException: { status: 408, code: 'model_timeout' },
  ModelErrorException: { status: 424, code: 'model_error' },
  ModelStreamErrorException: { status: 424, code: 'model_error' },
  ThrottlingException: { status: 429, code: 'rate_limit_exceeded' },
  ModelNotReadyException: { status: 429, code: 'model_not_ready' },
  InternalServerException: { status: 500, code: 'internal_error' },
  ServiceUnavailableException: { status: 503, code: 'service_unavailable' },
};

/** A stream says `throttlingException` where an answer says `ThrottlingException`. */
export function findUpstreamException(name: string): UpstreamException | undefined {
  const full = name.charAt(0).toUpperCase() + name.slice(1);
  return Object.hasOwn(upstreamExceptions, full) ? upstreamExceptions[full] : undefined;
}
