import type { GatewayError } from '../gateway-error.ts';
import type { Target } from '../routing/target.ts';

/** Takes a body piece by piece. Ends with one call of `onEnd` or `onError`. */
export interface BodyReader {
  /** False asks for no more until `resume`. */
  onData(chunk: Buffer): boolean;
  onEnd(): void;
  /** Bedrock broke off, went silent, or the call was aborted. */
  onError(error: GatewayError): void;
}

/** The body of an answer: read once, by `pipe` or by `collect`. Until then nothing more than a buffer's worth arrives. */
export interface UpstreamBody {
  pipe(reader: BodyReader): void;
  resume(): void;
  /** The whole body. Rejects with a GatewayError when it breaks off. */
  collect(): Promise<Buffer>;
  /** Stops the request; the reader gets nothing more. */
  abort(): void;
}

/** What a target answered, whether well or not: a status of 400 and above is an answer too. */
export interface UpstreamAnswer {
  target: Target;
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: UpstreamBody;
  /** What a status of 400 and above means; its body is whole in memory then. */
  error?: GatewayError;
}
