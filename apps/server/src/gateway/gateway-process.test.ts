import { defaultCredentials, startEmulator, type Emulator } from '@outcrop/emulator';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createTestDirectory } from '../testing/create-test-server.ts';
import { buildServer, startServerProcess, type ServerProcess } from '../testing/server-process.ts';

const apiKey = 'a-key-for-the-tests-of-the-process';
const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
const model = 'amazon.nova-pro-v1:0';

let server: ReturnType<typeof buildServer>;
let emulator: Emulator;
beforeAll(async () => {
  server = buildServer();
  emulator = await startEmulator();
});
afterAll(async () => {
  server.remove();
  await emulator.close();
});

async function start(directory: string, variables: Record<string, string> = {}): Promise<ServerProcess> {
  const started = await startServerProcess(server.entry, {
    OUTCROP_DATA_DIR: directory,
    OUTCROP_BOOTSTRAP_KEY: apiKey,
    OUTCROP_ALLOW_PRIVATE_ENDPOINTS: 'on',
    ...variables,
  });
  onTestFinished(async () => void (await started.kill('SIGKILL')));
  return started;
}

/** Its answers misbehave as the script says. */
async function addProvider({ url }: ServerProcess, script: string): Promise<void> {
  const answer = await fetch(`${url}/api/providers`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      name: 'emulator',
      region: 'us-east-1',
      api_base: emulator.url,
      headers: { 'x-outcrop-emulator': script },
      auth: {
        type: 'iam_credentials',
        access_key_id: defaultCredentials.accessKeyId,
        secret_access_key: defaultCredentials.secretAccessKey,
      },
    }),
  });
  expect(answer.status).toBe(201);
}

const ask = ({ url }: ServerProcess) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Hello' }] }),
  });

const listModels = ({ url }: ServerProcess) => fetch(`${url}/v1/models`, { headers });

const readStatus = (answer: Promise<Response>): Promise<number | 'refused'> =>
  answer.then(
    ({ status }) => status,
    () => 'refused',
  );

/** Reads on until the first piece is there. */
async function startStream(running: ServerProcess): Promise<{ rest: Promise<string> }> {
  const answer = await ask(running);
  expect(answer.status).toBe(200);
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = decoder.decode((await reader.read()).value);
  const readRest = async (): Promise<string> => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text;
      text += decoder.decode(value);
    }
  };
  return { rest: readRest().catch((error: unknown) => `${text}broken: ${String(error)}`) };
}

interface ListedSpan {
  error: object | null;
  metadata: Record<string, unknown>;
}

async function listSpans({ url }: ServerProcess): Promise<ListedSpan[]> {
  const answer = await fetch(`${url}/api/projects/default/traces`, { headers });
  const { traces } = (await answer.json()) as { traces: { trace_id: string }[] };
  const found = traces.map(async ({ trace_id: id }) => {
    const trace = (await (await fetch(`${url}/api/traces/${id}`, { headers })).json()) as {
      spans: ListedSpan[];
    };
    return trace.spans;
  });
  return (await Promise.all(found)).flat();
}

describe('a server that stops with streams under way', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'breaks them off by %s, ends with 0, and has their spans afterwards',
    async (signal) => {
      const directory = await createTestDirectory();
      const running = await start(directory);
      await addProvider(running, 'hang-after=4');
      const streams = await Promise.all([startStream(running), startStream(running), startStream(running)]);
      // The process itself says so, and ends with 1, where it takes longer than it may.
      expect(await running.kill(signal)).toBe(0);
      expect(running.stderr()).toBe('');
      for (const { rest } of streams) expect(await rest).not.toContain('[DONE]');
      const spans = await listSpans(await start(directory));
      expect(spans.map(({ metadata }) => metadata['partial'])).toEqual([true, true, true]);
      expect(spans.filter(({ error }) => error === null)).toEqual([]);
    },
  );

  it('lets them end within OUTCROP_DRAIN_MS, and takes no new ones', async () => {
    const directory = await createTestDirectory();
    const running = await start(directory, { OUTCROP_DRAIN_MS: '30000' });
    await addProvider(running, 'tokens-per-second=15');
    const stream = await startStream(running);
    const exited = running.kill('SIGTERM');
    // Asked for nothing that it would have to end first, should the signal not have reached it yet.
    await vi.waitFor(async () => expect([503, 'refused']).toContain(await readStatus(listModels(running))));
    expect([503, 'refused']).toContain(await readStatus(ask(running)));
    expect(await stream.rest).toMatch(/data: \[DONE\]\s*$/);
    expect(await exited).toBe(0);
    expect(running.stderr()).toBe('');
    const spans = await listSpans(await start(directory));
    expect(spans.filter(({ metadata }) => metadata['http_status'] === 200)).toMatchObject([{ error: null }]);
  });

  it('records the calls that are over, however long that takes', async () => {
    const directory = await createTestDirectory();
    const running = await start(directory, { OUTCROP_DRAIN_MS: '0' });
    await addProvider(running, '');
    const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], model });
    let answered = 0;
    for (let round = 0; round < 30; round += 1) {
      const asked = Array.from({ length: 50 }, () =>
        fetch(`${running.url}/v1/chat/completions`, { method: 'POST', headers, body }),
      );
      for (const { status } of await Promise.all(asked)) answered += Number(status === 200);
    }
    expect(await running.kill('SIGTERM')).toBe(0);
    const { url } = await start(directory);
    const { projects } = (await (await fetch(`${url}/api/projects`, { headers })).json()) as {
      projects: { trace_count: number }[];
    };
    expect(projects.map(({ trace_count: count }) => count)).toEqual([answered]);
    expect(answered).toBe(1500);
  });
});
