import type { ServiceError } from '../service-error.ts';
import type { Frame } from '../stream/frame.ts';

/** An exception a script put into a stream; `type` as the event stream spells it, such as `throttlingException`. */
export interface StreamException {
  type: string;
  message?: string;
}

/** How one of Bedrock's APIs spells its errors, whole or in a stream. */
export interface Dialect {
  renderError(error: ServiceError, requestId: string): { headers: Record<string, string>; body: unknown };
  encodeException(exception: StreamException): Frame;
  /** The same frame, no longer readable. */
  breakFrame(frame: Frame): Frame;
}
