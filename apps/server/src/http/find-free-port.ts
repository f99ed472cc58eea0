import { once } from 'node:events';
import { createServer } from 'node:net';

const mostTries = 20;
const highestPort = 65_535;

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** The first port from `from` on that nothing listens on now; 0, which lets the system choose, when the next are taken. */
export async function findFreePort(host: string, from: number): Promise<number> {
  for (let port = from; port < from + mostTries && port <= highestPort; port += 1) {
    if (await isFree(host, port)) return port;
  }
  return 0;
}
