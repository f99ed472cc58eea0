import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { findServerUrl } from './server-url.ts';

/**
 * Where the server's own clients reach it; undefined while it does not listen. With TLS that is a port on loopback of its own,
 * opened when it is first asked for: the certificate is for the name that others use, and may be trusted by them alone.
 */
export function createOwnUrl(app: FastifyInstance): () => Promise<string | undefined> {
  let opening: Promise<Server> | undefined;
  app.addHook('preClose', async () => {
    const server = await opening;
    server?.close();
    server?.closeAllConnections();
  });
  return async function findOwnUrl() {
    const url = findServerUrl(app);
    if (url?.startsWith('https:') !== true) return url;
    opening ??= openPort(app);
    const { port } = (await opening).address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  };
}

async function openPort(app: FastifyInstance): Promise<Server> {
  const server = createServer((request, response) => app.routing(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
