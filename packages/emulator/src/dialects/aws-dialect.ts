import { ServiceError } from '../service-error.ts';
import { breakChecksum, encodeException } from '../stream/frame.ts';
import type { Dialect, StreamException } from './dialect.ts';

/** REST-JSON and event streams, as the AWS SDKs speak them. */
export const awsDialect: Dialect = {
  renderError: (error) => ({
    headers: { 'x-amzn-errortype': `${error.type}:http://internal.amazon.com/coral/com.amazon.bedrock/` },
    body: error.toBody(),
  }),
  encodeException(exception) {
    const { message } = toServiceError(exception);
    const origin =
      exception.type === 'modelStreamErrorException'
        ? { originalStatusCode: 500, originalMessage: message }
        : {};
    return encodeException(exception.type, { message, ...origin });
  },
  breakFrame: breakChecksum,
};

/** The exception as the error that a whole answer would give. */
export function toServiceError({ type, message }: StreamException): ServiceError {
  return new ServiceError(type.charAt(0).toUpperCase() + type.slice(1), message);
}
