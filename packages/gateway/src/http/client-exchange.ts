import type { IncomingHttpHeaders } from 'node:http';

/** One request of a client and the way to answer it, the same for HTTP/1.1 and HTTP/2. */
export interface ClientExchange {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  /** Percent-encoded, without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** Whether the head of the answer is on its way, after which no other answer can be given. */
  readonly isStarted: boolean;
  /** Whether the client is gone or has its whole answer. */
  readonly isClosed: boolean;
  /** Reads the whole body. Throws a GatewayError: 413 for one that is too large, 499 when the client leaves. */
  readBody(): Promise<Buffer>;
  /** Hands on the body as it comes, whose end is `onEnd`. `onData` returning false asks for no more until `resumeBody`. */
  pipeBody(reader: { onData: (chunk: Buffer) => boolean; onEnd: () => void }): void;
  resumeBody(): void;
  /** Called when the client leaves before it has its whole answer; at once when it has left. */
  onLeave(listener: () => void): void;
  start(status: number, headers: Readonly<Record<string, string>>): void;
  /** False when the client reads slower than is written: wait for `onDrain`. */
  write(bytes: Uint8Array | string): boolean;
  /** Calls the listener whenever the client can take more. */
  onDrain(listener: () => void): void;
  end(bytes?: Uint8Array | string): void;
  /** Breaks the connection off, so that nobody takes what was sent for the whole. */
  destroy(): void;
}
