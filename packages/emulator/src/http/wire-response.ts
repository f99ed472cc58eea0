import type { NodeExchange } from '@outcrop/dual-protocol-server';

/** The answering side of one exchange, the same for both protocols. */
export interface WireResponse {
  /** Aborted once the client is gone or the answer was cut; waiting code should stop then. */
  closed: AbortSignal;
  start(status: number, headers: Record<string, string>): void;
  /** Resolves when the bytes may be followed by more. */
  write(bytes: Uint8Array): Promise<void>;
  end(bytes?: Uint8Array): void;
  /** Resets the TCP connection without finishing the answer. */
  cut(): void;
}

export function createWireResponse({ response, socket }: NodeExchange): WireResponse {
  const closing = new AbortController();
  // A write whose client has left is never called back, so the close settles it.
  const pendingWrites = new Set<() => void>();
  const close = (): void => {
    closing.abort();
    for (const settle of pendingWrites) settle();
  };
  response.once('close', close);
  response.on('error', close);
  return {
    closed: closing.signal,
    start: (status, headers) => {
      response.writeHead(status, headers);
    },
    write: (bytes) =>
      new Promise((resolve) => {
        if (closing.signal.aborted) return resolve();
        const settle = (): void => {
          pendingWrites.delete(settle);
          resolve();
        };
        pendingWrites.add(settle);
        (response.write as (chunk: Uint8Array, done: () => void) => boolean)(bytes, settle);
      }),
    end: (bytes) => {
      if (closing.signal.aborted) return;
      if (bytes === undefined) response.end();
      else response.end(bytes);
    },
    cut: () => {
      // A reset, because a mere close looks to an HTTP/2 client like the end of the stream.
      socket.resetAndDestroy();
      close();
    },
  };
}
