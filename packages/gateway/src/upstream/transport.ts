import type { GatewayError } from '../gateway-error.ts';

export interface TransportRequest {
  /** Such as `https://bedrock-runtime.eu-central-1.amazonaws.com`. */
  origin: string;
  method: 'GET' | 'POST';
  /** Percent-encoded, with the query. */
  path: string;
  /** Lower-case names, with `host`. */
  headers: Record<string, string>;
  body: Buffer | undefined;
  isPrivateAllowed: boolean;
  /** Until the head of the answer. */
  firstByteMs: number;
  /** Between two pieces of its body. */
  idleMs: number;
}

/** Steers one answer under way. */
export interface TransportControl {
  pause(): void;
  resume(): void;
  /** Ends the request; its handler hears nothing more. */
  abort(): void;
}

/** Hears of one request. Ends with one call of `onEnd` or `onError`. */
export interface TransportHandler {
  onHead(status: number, headers: Record<string, string>, control: TransportControl): void;
  onData(chunk: Buffer): void;
  onEnd(): void;
  onError(error: GatewayError): void;
}

/** Carries requests over connections that it keeps. Follows no redirect and repeats nothing. */
export interface Transport {
  /** The control may be used at once. */
  send(request: TransportRequest, handler: TransportHandler): Pick<TransportControl, 'abort'>;
  close(): Promise<void>;
}

export interface TransportOptions {
  connectMs: number;
}
