import { OutcropError, type OutcropErrorOptions } from '@outcrop/protocol';

export interface ServerErrorOptions extends OutcropErrorOptions {
  /** HTTP status of the answer. */
  statusCode: number;
  /** Sent as Retry-After. */
  retryAfterSeconds?: number;
}

/** An error whose message is meant for the caller: it becomes the answer's body. */
export class ServerError extends OutcropError {
  readonly statusCode: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, options: ServerErrorOptions) {
    super(message, options);
    this.statusCode = options.statusCode;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
