import { createServer as createHttp1Server } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse, Http2Session } from 'node:http2';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export type NodeRequest = IncomingMessage | Http2ServerRequest;
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** One request with the connection it came on, which HTTP/2 otherwise hides. */
export interface NodeExchange {
  request: NodeRequest;
  response: NodeResponse;
  socket: Socket;
}

export interface DualProtocolServer {
  /** Resolves to the port that was bound. Rejects with Node's own error, such as EADDRINUSE. */
  listen(port: number, host: string): Promise<number>;
  /** Drops every open connection; nothing is awaited but the sockets themselves. */
  close(): Promise<void>;
}

// RFC 9113 §3.4: what a client with prior knowledge sends first.
const http2Preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** Serves HTTP/1.1 and cleartext HTTP/2 with prior knowledge on one port, chosen by a connection's first bytes. */
export function createDualProtocolServer(handle: (exchange: NodeExchange) => void): DualProtocolServer {
  const sockets = new Set<Socket>();
  const socketOfSession = new WeakMap<Http2Session, Socket>();
  const http1 = createHttp1Server({ keepAliveTimeout: 30_000 }, (request, response) => {
    handle({ request, response, socket: request.socket });
  });
  const http2 = createHttp2Server({}, (request, response) => {
    const socket = request.stream.session && socketOfSession.get(request.stream.session);
    if (socket) handle({ request, response, socket });
  });
  const tcp = createTcpServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A peer that vanishes while the protocol is still unknown has nobody else to report to.
    socket.on('error', () => socket.destroy());
    detectProtocol(socket, (protocol) => {
      if (protocol === 'http1') return http1.emit('connection', socket);
      http2.once('session', (session) => socketOfSession.set(session, socket));
      return http2.emit('connection', socket);
    });
  });
  http2.on('session', (session) => session.on('error', () => session.destroy()));

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        tcp.once('error', reject);
        tcp.listen(port, host, () => {
          tcp.off('error', reject);
          resolve((tcp.address() as AddressInfo).port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        tcp.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function detectProtocol(socket: Socket, decide: (protocol: 'http1' | 'http2') => unknown): void {
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
