import { Server as TlsServer } from 'node:tls';
import type { FastifyInstance } from 'fastify';

/** Where the server listens, such as `http://127.0.0.1:4310`; undefined when it does not. */
export function findServerUrl({ server }: FastifyInstance): string | undefined {
  const address = server.address();
  if (typeof address !== 'object' || address === null) return undefined;
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `${server instanceof TlsServer ? 'https' : 'http'}://${host}:${address.port}`;
}
