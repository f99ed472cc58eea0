import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse, ServerHttp2Session } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { detectProtocol } from './detect-protocol.ts';

export type NodeRequest = IncomingMessage | Http2ServerRequest;
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** One request with the connection it came on, which HTTP/2 otherwise hides. */
export interface NodeExchange {
  request: NodeRequest;
  response: NodeResponse;
  socket: Socket;
}

export interface DualProtocolOptions extends Pick<ServerOptions, 'keepAliveTimeout' | 'requestTimeout'> {
  /** PEM. Without it the port is cleartext, and HTTP/2 is for clients that know it beforehand. */
  tls?: { cert: string | Buffer; key: string | Buffer };
}

export interface DualProtocolServer {
  /**
   * Node's own server, for those who listen by themselves. Its `close` lets running requests finish; its
   * `closeIdleConnections` and `closeAllConnections` are for connections of both protocols.
   */
  server: Server & { closeHttp2Sessions(): void };
  /** Resolves to the port that was bound. Rejects with Node's own error, such as EADDRINUSE. */
  listen(port: number, host: string): Promise<number>;
  /** Drops every open connection; nothing is awaited but the sockets themselves. */
  close(): Promise<void>;
}

/** A connection that never says its protocol is dropped. */
const silenceMs = 60_000;

/**
 * Serves HTTP/1.1 and HTTP/2 on one port: chosen by a connection's first bytes, or with TLS by ALPN.
 */
export function createDualProtocolServer(
  handle: (exchange: NodeExchange) => void,
  options: DualProtocolOptions = {},
): DualProtocolServer {
  const { tls, ...http1Options } = options;
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    handle({ request, response, socket: request.socket });
  };
  const server = tls
    ? createHttpsServer({ ...http1Options, ...tls, ALPNProtocols: ['h2', 'http/1.1'] }, onRequest)
    : createHttpServer(http1Options, onRequest);
  const http2 = createHttp2Sessions(handle);
  const sockets = new Set<Socket>();
  // Node's server knows what to do with a connection of its own protocol; here it is asked only for those.
  const connectionEvent = tls ? 'secureConnection' : 'connection';
  const [serveHttp1] = server.listeners(connectionEvent) as [(socket: Socket) => void];
  server.off(connectionEvent, serveHttp1);
  const serve = (socket: Socket, protocol: 'http1' | 'http2'): void => {
    if (protocol === 'http1') serveHttp1.call(server, socket);
    else http2.serve(socket);
  };
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A peer that vanishes while the protocol is still unknown has nobody else to report to.
    socket.on('error', () => socket.destroy());
  });
  const undecided = trackUndecided();
  server.on(connectionEvent, (socket: Socket) => {
    if (tls) return serve(socket, (socket as TLSSocket).alpnProtocol === 'h2' ? 'http2' : 'http1');
    undecided.add(socket);
    detectProtocol(socket, (protocol) => {
      undecided.remove(socket);
      serve(socket, protocol);
    });
  });

  const closeIdleHttp1 = server.closeIdleConnections.bind(server);
  const both = Object.assign(server, {
    closeHttp2Sessions: () => http2.close(),
    closeIdleConnections: () => {
      closeIdleHttp1();
      undecided.destroy();
    },
    closeAllConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
  });
  return {
    server: both,
    listen: (port, host) => listen(both, port, host),
    close: () =>
      new Promise((resolve) => {
        both.close(() => resolve());
        both.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

interface Http2Sessions {
  serve(socket: Socket): void;
  /** Tells every client to come no more (GOAWAY); what runs goes on to its end. */
  close(): void;
}

function createHttp2Sessions(handle: (exchange: NodeExchange) => void): Http2Sessions {
  const sockets = new Map<ServerHttp2Session, Socket>();
  const http2 = createHttp2Server({}, (request, response) => {
    const { session } = request.stream;
    const socket = session && sockets.get(session as ServerHttp2Session);
    if (socket) handle({ request, response, socket });
  });
  http2.on('session', (session) => {
    session.on('error', () => session.destroy());
    session.once('close', () => sockets.delete(session));
  });
  return {
    serve(socket) {
      http2.once('session', (session) => sockets.set(session, socket));
      http2.emit('connection', socket);
    },
    close() {
      for (const session of sockets.keys()) session.close();
    },
  };
}

interface UndecidedSockets {
  add(socket: Socket): void;
  remove(socket: Socket): void;
  destroy(): void;
}

function trackUndecided(): UndecidedSockets {
  const sockets = new Set<Socket>();
  const forget = function forgetClosed(this: Socket): void {
    sockets.delete(this);
  };
  return {
    add(socket) {
      sockets.add(socket);
      socket.setTimeout(silenceMs, dropSilent).once('close', forget);
    },
    remove(socket) {
      sockets.delete(socket);
      socket.setTimeout(0).off('timeout', dropSilent).off('close', forget);
    },
    destroy() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function dropSilent(this: Socket): void {
  this.destroy();
}
