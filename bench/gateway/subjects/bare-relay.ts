import { fileURLToPath } from 'node:url';
import { findFreePort, spawnGateway, stopProcess, waitUntilUp } from '../pinned-process.ts';
import type { Subject, Upstreams } from '../subject.ts';
import { withoutGateway } from '../workloads.ts';

const program = fileURLToPath(new URL('bare-relay-process.mjs', import.meta.url));

/** For scale: what Node takes on this machine only to pass bytes on. */
export async function startBareRelay(upstreams: Upstreams): Promise<Subject> {
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawnGateway([program, String(port)], { env: {} });
  await waitUntilUp(origin, child);
  return {
    name: 'bare relay',
    find: (kind, upstream) => ({
      origin,
      kind: withoutGateway(kind),
      headers: { 'x-origin': upstreams[upstream] },
    }),
    pid: child.pid,
    settle: async () => 0,
    stop: () => stopProcess(child),
  };
}
