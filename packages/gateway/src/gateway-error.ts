import { OutcropError, type OutcropErrorOptions } from '@outcrop/protocol';

export interface GatewayErrorOptions extends OutcropErrorOptions {
  /** HTTP status for the client. */
  status: number;
  /** The field of the client's body that is at fault, such as `messages[2].content`. */
  param?: string;
  /** Bedrock's name of the failure, such as `ThrottlingException`. */
  exception?: string;
  requestId?: string;
  retryAfterSeconds?: number;
  /** What the gateway knows beside what Bedrock said; the message ends with it. */
  wayOut?: string;
  /** More headers of the answer, such as `x-ratelimit-*`; lower-case names. */
  headers?: Readonly<Record<string, string>>;
}

/** A request that the gateway refuses or that failed at Bedrock. Every client API has its own shape for it. */
export class GatewayError extends OutcropError {
  readonly status: number;
  readonly param: string | undefined;
  readonly exception: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly wayOut: string | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;

  constructor(message: string, options: GatewayErrorOptions) {
    super(options.wayOut === undefined ? message : `${message} ${options.wayOut}`, options);
    this.status = options.status;
    this.param = options.param;
    this.exception = options.exception;
    this.requestId = options.requestId;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.wayOut = options.wayOut;
    this.headers = options.headers;
  }
}
