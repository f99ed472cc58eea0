import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
  // As `npm start` does when it has to; the process that is measured finds it done.
  buildProduct(['sdk', 'web', 'server']);
  const directory = mkdtempSync(path.join(tmpdir(), 'outcrop-bench-gateway-'));
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawnGateway([...profilerArgs(), ...readStartArgs()], {
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

/** As `npm start` has them. */
function readStartArgs(): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: { start: string };
  };
  const [, ...args] = scripts.start.split(' ');
  return args.map((arg) => (arg.startsWith('-') ? arg : path.join(root, arg)));
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
