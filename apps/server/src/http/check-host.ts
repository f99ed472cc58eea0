import type { FastifyRequest } from 'fastify';
import { ServerError } from '../server-error.ts';
import { isLoopbackHostname } from './loopback.ts';

/** The name by which containers reach the machine they run on; `.internal` can never be a public domain. */
const containerHost = 'host.docker.internal';

/** Whether a name, without a port, can be nobody's but this machine's. */
export function isOwnHostname(hostname: string): boolean {
  return isLoopbackHostname(hostname) || hostname === containerHost;
}

/**
 * A site can point its own name at 127.0.0.1 and then counts as the same origin in a browser (DNS rebinding). Its name
 * is still in the Host header.
 */
export async function checkHost(request: FastifyRequest): Promise<void> {
  const { hostname } = request;
  if (isOwnHostname(hostname)) return;
  throw new ServerError(
    `[outcrop] the Host header names ${JSON.stringify(hostname)}, but this server answers only to this machine's own ` +
      'names: use http://127.0.0.1 or http://localhost with the port',
    { code: 'foreign_host', statusCode: 403 },
  );
}
