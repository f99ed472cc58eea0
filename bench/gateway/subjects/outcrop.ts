import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApiClient } from '@outcrop/api-client';
import { buildProduct } from '../../../scripts/build-product.mjs';
import { root } from '../../../scripts/set-up.mjs';
import { findFreePort, spawnGateway, stopProcess, waitUntilUp } from '../pinned-process.ts';
import { ours, type Subject, type Upstream, type Upstreams } from '../subject.ts';

const apiKey = 'bench-key-0123456789';
const settleMs = 60_000;

/** The product as anybody starts it: real stores, a real key, real providers, every call traced. */
export async function startOutcrop(upstreams: Upstreams): Promise<Subject> {
  buildProduct(['server']);
  const directory = mkdtempSync(path.join(tmpdir(), 'outcrop-bench-gateway-'));
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawnGateway([...profilerArgs(), path.join(root, 'apps/server/dist/main.mjs')], {
    env: {
      OUTCROP_PORT: String(port),
      OUTCROP_DATA_DIR: directory,
      OUTCROP_BOOTSTRAP_KEY: apiKey,
      OUTCROP_ALLOW_PRIVATE_ENDPOINTS: 'on',
    },
  });
  await waitUntilUp(`${origin}/health`, child);
  const client = createApiClient({ baseUrl: origin, apiKey });
  for (const upstream of ['fast', 'slow'] as const) await addProvider(client, upstreams, upstream);
  const countCalls = async (): Promise<number> => {
    const { projects } = await client.listProjects();
    return projects.reduce((sum, { trace_count: count }) => sum + count, 0);
  };
  return {
    name: ours,
    find: (kind, upstream) => ({
      origin,
      kind,
      headers: { authorization: `Bearer ${apiKey}`, 'x-outcrop-project': upstream },
    }),
    pid: child.pid,
    async settle(answered) {
      const giveUpAt = performance.now() + settleMs;
      let recorded = await countCalls();
      while (recorded < answered && performance.now() < giveUpAt) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        recorded = await countCalls();
      }
      return answered - recorded;
    },
    async stop() {
      await stopProcess(child);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Such as `--cpu-prof`, for whoever looks where the time goes. */
function profilerArgs(): string[] {
  return process.env['BENCH_NODE_ARGS']?.split(' ') ?? [];
}

type Client = ReturnType<typeof createApiClient>;

async function addProvider(client: Client, upstreams: Upstreams, upstream: Upstream): Promise<void> {
  await client.createProvider({
    name: upstream,
    project: upstream,
    region: 'us-east-1',
    auth: { type: 'iam_credentials', access_key_id: 'AKIDBENCH', secret_access_key: 'bench-secret' },
    api_base: upstreams[upstream],
  });
}
