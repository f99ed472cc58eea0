import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, readlink, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallRecord } from '@outcrop/gateway';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestDirectory } from '../testing/create-test-server.ts';
import { CallSpill, type CallSpillOptions } from './call-spill.ts';

interface Fixture {
  spill: CallSpill;
  troubles: unknown[];
  path: string;
}

async function createFixture(overrides: Partial<CallSpillOptions> = {}): Promise<Fixture> {
  const path = join(await createTestDirectory(), 'waiting-calls');
  const troubles: unknown[] = [];
  const logTrouble = (error: unknown): void => void troubles.push(error);
  const spill = new CallSpill({ path, maxBytes: 1e9, maxCalls: 1e6, logTrouble, ...overrides });
  onTestFinished(() => spill.close());
  return { spill, troubles, path };
}

function buildCall(index: number, overrides: Partial<CallRecord> = {}): CallRecord {
  return {
    api: { kind: 'native', command: 'ConverseCommand' },
    caller: { keyId: 'k1', keyName: 'laptop', project: 'demo', mayUseModel: () => true },
    model: 'amazon.nova-lite-v1:0',
    isStream: false,
    traceId: String(index).padStart(32, '0'),
    spanId: String(index).padStart(16, '0'),
    parentSpanId: null,
    startedAt: 1_790_000_000_000.125,
    endedAt: 1_790_000_000_005.5,
    requestHeaders: { 'user-agent': 'a client', accept: 'application/json' },
    requestBody: Buffer.from(`planted-prompt ${index} é ${'x'.repeat(3000)}`),
    dropped: [{ field: 'seed', reason: 'unknown to the model' }] as unknown as CallRecord['dropped'],
    attempts: [],
    timings: { parseMs: 0.1, signMs: 0.2 },
    status: 200,
    upstreamStatus: 200,
    upstreamPath: '/model/amazon.nova-lite-v1%3A0/converse',
    responseHeaders: { 'x-amzn-requestid': 'r1' },
    responseChunks: [randomBytes(500), Buffer.alloc(0), randomBytes(700)],
    responseTimes: [1.25, 2.5, 3.75],
    ...overrides,
  };
}

/** Without what is undefined, with bytes as base64. */
function show(call: CallRecord | undefined): unknown {
  return JSON.parse(
    JSON.stringify(call, (_name, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    ),
  );
}

async function takeAll(spill: CallSpill): Promise<CallRecord[]> {
  const all: CallRecord[] = [];
  while (spill.size > 0) all.push(...(await spill.take()).calls);
  return all;
}

/** The file has no name any more; the system still shows it to the process that has it open. */
async function findOpenFile(path: string): Promise<string> {
  const directory = '/proc/self/fd';
  for (const name of await readdir(directory)) {
    const target = await readlink(join(directory, name)).catch(() => '');
    if (target.startsWith(path)) return join(directory, name);
  }
  throw new Error(`${path} is not open`);
}

describe('CallSpill', () => {
  it('gives calls back in order and byte for byte, from disk and from memory', async () => {
    const { spill, troubles } = await createFixture();
    const admission = { end: () => undefined, settle: () => undefined };
    const calls = Array.from({ length: 100 }, (_, index) =>
      buildCall(index, {
        ...(index % 2 === 0 && { upstreamBody: randomBytes(100), parentSpanId: '00f067aa0ba902b7' }),
        ...(index % 3 === 0 && { admission, partialReason: 'aborted', status: 499 }),
      }),
    );
    expect(calls.map((call) => spill.add(call))).not.toContain(false);
    expect(spill.size).toBe(100);
    const taken = await takeAll(spill);
    expect(taken.map(show)).toEqual(calls.map(show));
    expect(taken[3]?.admission).toBe(admission);
    expect(troubles).toEqual([]);
  });

  it('can be filled again while it is emptied', async () => {
    const { spill } = await createFixture();
    const taken: CallRecord[] = [];
    for (let index = 0; index < 200; index += 1) {
      spill.add(buildCall(index));
      if (index % 50 > 40) taken.push(...(await spill.take()).calls);
    }
    taken.push(...(await takeAll(spill)));
    expect(taken.map(({ spanId }) => Number(spanId))).toEqual(
      Array.from({ length: 200 }, (_, index) => index),
    );
  });

  it.runIf(process.platform === 'linux')(
    'leaves nothing readable on disk, and gives its room back',
    async () => {
      const { spill, path } = await createFixture();
      for (let index = 0; index < 100; index += 1) spill.add(buildCall(index));
      await spill.take();
      await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
      const file = await findOpenFile(path);
      await expect.poll(async () => (await stat(file)).size).toBeGreaterThan(300_000);
      const bytes = await readFile(file);
      expect(bytes.includes('planted-prompt')).toBe(false);
      expect(bytes.includes('a client')).toBe(false);
      await takeAll(spill);
      await expect.poll(async () => (await stat(file)).size).toBe(0);
    },
  );

  it.runIf(process.platform === 'linux')('says which calls the disk did not give back', async () => {
    const { spill, path, troubles } = await createFixture();
    const settled: number[] = [];
    for (let index = 0; index < 100; index += 1)
      spill.add(
        buildCall(index, {
          admission: { end: () => undefined, settle: () => void settled.push(index) },
        }),
      );
    await spill.take();
    const file = await findOpenFile(path);
    await expect.poll(async () => (await stat(file)).size).toBeGreaterThan(300_000);
    await truncate(file, 0);
    const { calls, lost } = await spill.take();
    expect(calls).toEqual([]);
    for (const { admission } of lost) admission?.settle({});
    expect(settled.length).toBeGreaterThan(5);
    expect(troubles).toMatchObject([{ message: expect.stringContaining('does not have what was written') }]);
    expect(spill.add(buildCall(1))).toBe(false);
  });

  it('keeps what a disk in trouble does not take, and takes no more until none waits', async () => {
    const directory = join(await createTestDirectory(), 'missing');
    const path = join(directory, 'waiting-calls');
    const { spill, troubles } = await createFixture({ path });
    let added = 0;
    while (added < 1000 && spill.add(buildCall(added))) {
      added += 1;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(added).toBeLessThan(1000);
    expect(await takeAll(spill)).toHaveLength(added);
    expect(troubles).toMatchObject([{ code: 'ENOENT' }]);
    await mkdir(directory);
    const isTaken = Array.from({ length: 100 }, (_, index) => spill.add(buildCall(index)));
    expect(isTaken).not.toContain(false);
    expect(await takeAll(spill)).toHaveLength(100);
    expect(troubles).toHaveLength(1);
  });

  it.each([
    ['is too large', { requestBody: Buffer.alloc(70_000) }],
    ['took several of Bedrock', { furtherAnswers: [{ responseHeaders: {}, responseChunks: [] }] }],
  ])('refuses a call that %s', async (_what, overrides) => {
    const { spill } = await createFixture();
    expect(spill.add(buildCall(1))).toBe(true);
    expect(spill.add(buildCall(2, overrides))).toBe(false);
    expect(spill.add(buildCall(3))).toBe(true);
    expect((await takeAll(spill)).map(({ spanId }) => Number(spanId))).toEqual([1, 3]);
  });

  it.each([
    ['calls', { maxCalls: 30 }],
    ['bytes', { maxBytes: 100_000 }],
  ])('refuses more %s than it may have', async (_unit, limits) => {
    const { spill } = await createFixture(limits);
    const isTaken = Array.from({ length: 100 }, (_, index) => spill.add(buildCall(index)));
    expect(isTaken[20]).toBe(true);
    expect(isTaken[99]).toBe(false);
    await takeAll(spill);
    expect(spill.add(buildCall(1))).toBe(true);
  });
});
