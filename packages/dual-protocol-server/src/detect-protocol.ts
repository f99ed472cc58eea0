import type { Socket } from 'node:net';

// RFC 9113 §3.4: what a client with prior knowledge sends first.
const http2Preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** Calls back with the protocol of a connection once its first bytes have told it; they are left in the socket. */
export function detectProtocol(socket: Socket, decide: (protocol: 'http1' | 'http2') => void): void {
  const chunks: Buffer[] = [];
  const look = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) return;
    chunks.push(chunk);
    const seen = Buffer.concat(chunks);
    const compared = Math.min(seen.length, http2Preface.length);
    const isPreface = seen.subarray(0, compared).equals(http2Preface.subarray(0, compared));
    if (isPreface && compared < http2Preface.length) return;
    socket.off('readable', look);
    socket.unshift(seen);
    decide(isPreface ? 'http2' : 'http1');
  };
  socket.on('readable', look);
}
