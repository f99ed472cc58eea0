import { connect, createServer, type AddressInfo } from 'node:net';
import { rmSync } from 'node:fs';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createTestDirectory } from './testing/create-test-server.ts';
import { buildAttributes, buildOtlpRequest, buildOtlpSpan } from './testing/otlp-json.ts';
import { buildServer, startServerProcess, type ServerProcess } from './testing/server-process.ts';

const apiKey = 'a-key-for-the-tests-of-the-process';
const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };

let server: ReturnType<typeof buildServer>;
beforeAll(() => {
  server = buildServer();
});
afterAll(() => server.remove());

async function start(dataDirectory: string, variables: Record<string, string> = {}): Promise<ServerProcess> {
  const started = await startServerProcess(server.entry, {
    OUTCROP_DATA_DIR: dataDirectory,
    OUTCROP_BOOTSTRAP_KEY: apiKey,
    ...variables,
  });
  onTestFinished(async () => void (await started.kill('SIGKILL')));
  return started;
}

interface Batch {
  traceId: string;
  spanIds: string[];
  body: string;
}

function buildBatch(round: number, index: number): Batch {
  const traceId = `${round + 1}`.padStart(32, '0');
  const spans = Array.from({ length: 5 }, (_, offset) =>
    buildOtlpSpan(index * 5 + offset, {
      traceId,
      attributes: buildAttributes({
        'outcrop.project': 'crash',
        'outcrop.input': JSON.stringify('x'.repeat(2000)),
      }),
    }),
  );
  return {
    traceId,
    spanIds: spans.map(({ spanId }) => spanId ?? ''),
    body: JSON.stringify(buildOtlpRequest(spans)),
  };
}

async function send(url: string, { body }: Batch): Promise<boolean> {
  const answer = await fetch(`${url}/v1/traces`, { method: 'POST', headers, body }).catch(() => undefined);
  return answer?.status === 200;
}

async function listSpanIds(url: string, traceId: string): Promise<string[]> {
  const answer = await fetch(`${url}/api/traces/${traceId}`, { headers });
  if (answer.status === 404) return [];
  const { spans } = (await answer.json()) as { spans: { span_id: string }[] };
  return spans.map(({ span_id }) => span_id);
}

interface Outcome {
  acknowledged: Batch[];
  unknown: Batch[];
}

/** Sends from several clients at once and kills the server after some acknowledgements, with requests under way. */
async function ingestUntilKilled(running: ServerProcess, round: number): Promise<Outcome> {
  const outcome: Outcome = { acknowledged: [], unknown: [] };
  const killAfter = 1 + ((round * 7) % 23);
  let nextIndex = 0;
  let isKilled = false;
  async function sendBatches(): Promise<void> {
    while (!isKilled) {
      const batch = buildBatch(round, nextIndex);
      nextIndex += 1;
      const isAcknowledged = await send(running.url, batch);
      (isAcknowledged ? outcome.acknowledged : outcome.unknown).push(batch);
      if (outcome.acknowledged.length < killAfter || isKilled) continue;
      isKilled = true;
      await running.kill('SIGKILL');
    }
  }
  await Promise.all([sendBatches(), sendBatches(), sendBatches(), sendBatches()]);
  return outcome;
}

async function checkRound(url: string, { acknowledged, unknown }: Outcome): Promise<void> {
  const [first] = acknowledged;
  if (!first) throw new Error('nothing was acknowledged before the server was killed');
  const present = await listSpanIds(url, first.traceId);
  expect(new Set(present).size).toBe(present.length);
  expect(present).toEqual(expect.arrayContaining(acknowledged.flatMap(({ spanIds }) => spanIds)));
  // A client that got no answer sends again; so may one that got it.
  for (const batch of [...unknown, first]) expect(await send(url, batch)).toBe(true);
  const afterwards = await listSpanIds(url, first.traceId);
  const sent = [...acknowledged, ...unknown].flatMap(({ spanIds }) => spanIds);
  expect(afterwards.toSorted()).toEqual(sent.toSorted());
}

describe('a server that is killed during ingest', () => {
  it(
    'has every acknowledged span after its restart and none twice, 20 times',
    { timeout: 120_000 },
    async () => {
      const directory = await createTestDirectory();
      let running = await start(directory);
      for (let round = 0; round < 20; round += 1) {
        const outcome = await ingestUntilKilled(running, round);
        running = await start(directory);
        expect(running.stderr()).toBe('');
        await checkRound(running.url, outcome);
      }
    },
  );
});

/** Two ports in a row, each with a listener. */
async function takeTwoPorts(): Promise<{ port: number; next: number }> {
  for (;;) {
    const port = await takePort(0);
    const next = port === undefined ? undefined : await takePort(port + 1);
    if (port !== undefined && next !== undefined) return { port, next };
  }
}

/** Undefined when somebody else has it. */
async function takePort(port: number): Promise<number | undefined> {
  const listener = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void listener.close());
  return once(listener, 'listening').then(
    () => (listener.address() as AddressInfo).port,
    () => undefined,
  );
}

async function isKeyTaken(url: string, key: string): Promise<boolean> {
  const answer = await fetch(`${url}/api/projects`, { headers: { authorization: `Bearer ${key}` } });
  return answer.status === 200;
}

describe('starting', () => {
  it('prints what an app and a browser need, and a new key only at the first start', async () => {
    const directory = await createTestDirectory();
    const first = await start(directory, { OUTCROP_BOOTSTRAP_KEY: '' });
    const key = /OUTCROP_API_KEY=(oc_[\w-]{40,})\n/.exec(first.stdout())?.[1];
    expect(first.stdout()).toContain(directory);
    expect(first.stdout()).toMatch(/Outcrop \d+\.\d+\.\d+/);
    expect(first.stdout()).toMatch(/Sign in +http:\/\/127\.0\.0\.1:\d+\/sign-in#token=[\w-]{43}\n/);
    const projects = await fetch(`${first.url}/api/projects`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(projects.status).toBe(200);
    await first.kill('SIGTERM');

    const second = await start(directory, { OUTCROP_BOOTSTRAP_KEY: '' });
    expect(second.stdout()).not.toContain('oc_');
    expect(second.stdout()).toContain('shown at the first start');
    expect(second.stderr()).toBe('');
  });

  it('is refused on a data directory that has a server, which it names', async () => {
    const directory = await createTestDirectory();
    const first = await start(directory);
    const second = await start(directory);
    expect(await second.exited).toBe(1);
    expect(second.stderr()).toContain(`in use by process ${first.pid} at ${first.url}`);
    expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
  });

  it('says that a port is taken and which to use, which is free', async () => {
    const { port, next } = await takeTwoPorts();
    const refused = await start(await createTestDirectory(), { OUTCROP_PORT: String(port) });
    expect(await refused.exited).toBe(1);
    expect(refused.stderr()).toContain(`port ${port} on 127.0.0.1 is taken`);
    const hinted = Number(/OUTCROP_PORT=(\d+) npm start/.exec(refused.stderr())?.[1]);
    expect(hinted).toBeGreaterThan(next);
    const another = await start(await createTestDirectory(), { OUTCROP_PORT: String(hinted) });
    expect(another.url).toContain(`:${hinted}`);
  });

  it('makes a bootstrap key only at the first start, and says when another one is set later', async () => {
    const directory = await createTestDirectory();
    const first = await start(directory);
    expect(await isKeyTaken(first.url, apiKey)).toBe(true);
    await first.kill('SIGTERM');
    const second = await start(directory, { OUTCROP_BOOTSTRAP_KEY: 'another-key-of-24-letters' });
    expect(second.stdout()).toContain('OUTCROP_BOOTSTRAP_KEY is NOT one');
    expect(await isKeyTaken(second.url, 'another-key-of-24-letters')).toBe(false);
    expect(await isKeyTaken(second.url, apiKey)).toBe(true);
    const keys = await fetch(`${second.url}/api/keys`, { headers });
    expect(((await keys.json()) as { keys: unknown[] }).keys).toHaveLength(1);
  });

  it.each(['/proc/outcrop/data', '/dev/null/data'])('ends with a clear word on %s', async (directory) => {
    const refused = await start(directory);
    expect(await refused.exited).toBe(1);
    expect(refused.stderr()).toContain(`[outcrop] cannot create the data directory ${directory}`);
    expect(refused.stderr().trim().split('\n')).toHaveLength(1);
  });

  it('says what is wrong with a variable, in one line', async () => {
    const refused = await start(await createTestDirectory(), { OUTCROP_PORT: 'http' });
    expect([await refused.exited, refused.stderr().trim().split('\n').length]).toEqual([1, 1]);
    expect(refused.stderr()).toContain('OUTCROP_PORT is "http"');
  });
});

describe('a data directory that is removed under a running server', () => {
  it('makes it say that it cannot keep anything, and stop as ever', async () => {
    const directory = await createTestDirectory();
    const running = await start(directory);
    expect(await send(running.url, buildBatch(0, 0))).toBe(true);
    rmSync(directory, { recursive: true });
    const ready = await fetch(`${running.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('was removed while Outcrop used it');
    const { body } = buildBatch(0, 1);
    const refused = await fetch(`${running.url}/v1/traces`, { method: 'POST', headers, body });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await running.kill('SIGTERM')).toBe(0);
  });
});

describe('stopping', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s ends open connections and exits with 0', async (signal) => {
    const running = await start(await createTestDirectory());
    const events = await fetch(`${running.url}/api/events`, { headers });
    const idle = connect(Number(new URL(running.url).port), '127.0.0.1');
    await once(idle, 'connect');
    const halfSent = connect(Number(new URL(running.url).port), '127.0.0.1');
    halfSent.on('error', () => undefined);
    halfSent.write(
      `POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${apiKey}\r\n` +
        'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
    await once(halfSent, 'connect');
    expect(await running.kill(signal)).toBe(0);
    expect(await events.text()).toContain('retry');
    expect(running.stderr()).toBe('');
    idle.destroy();
    halfSent.destroy();
  });

  it('finishes the writes under way: what is acknowledged then is there afterwards', async () => {
    const directory = await createTestDirectory();
    const running = await start(directory);
    const batches = Array.from({ length: 20 }, (_, index) => buildBatch(0, index));
    const sending = batches.map((batch) => send(running.url, batch));
    await Promise.race(sending);
    expect(await running.kill('SIGTERM')).toBe(0);
    const acknowledged = await Promise.all(sending);
    const expected = batches.filter((_, index) => acknowledged[index]).flatMap(({ spanIds }) => spanIds);
    const restarted = await start(directory);
    const present = await listSpanIds(restarted.url, batches[0]?.traceId ?? '');
    expect(expected.length).toBeGreaterThan(0);
    expect(present).toEqual(expect.arrayContaining(expected));
  });
});
