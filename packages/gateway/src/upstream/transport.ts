import type { GatewayError } from '../gateway-error.ts';

export interface TransportRequest {
  /** Such as `https://bedrock-runtime.eu-central-1.amazonaws.com`. */
  origin: string;
  isHttp2: boolean;
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
  /** The request goes out, on a connection that is open. */
  onSend?(): void;
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

/** A request whose body is written while its answer comes. */
export interface DuplexControl extends TransportControl {
  /** False asks to wait for `onDrain`. */
  write(chunk: Uint8Array): boolean;
  endBody(): void;
  onDrain(listener: () => void): void;
}

export interface DuplexTransport extends Transport {
  /** `body` is not sent: it is written. */
  open(request: TransportRequest, handler: TransportHandler): DuplexControl;
}

export interface TransportOptions {
  connectMs: number;
}
