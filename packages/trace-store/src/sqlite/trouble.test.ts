import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@outcrop/sqlite';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { sampleSpan, sampleTrace } from '../contract/sample-span.ts';
import type { TraceStore } from '../trace-store.ts';
import { createSqliteTraceStore } from './create-sqlite-trace-store.ts';
import type { SqliteTraceStoreOptions } from './create-sqlite-trace-store.ts';
import { buildStore } from './testing/build-store.ts';

describe('the sqlite store in trouble', () => {
  let workerUrl: URL;
  let directory: string;

  beforeAll(async () => {
    workerUrl = new URL('sqlite-worker.mjs', await buildStore('trouble'));
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'outcrop-traces-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  });
  const open = async (options: Partial<SqliteTraceStoreOptions> = {}): Promise<TraceStore> => {
    const store = await createSqliteTraceStore({ directory, workerUrl, ...options });
    onTestFinished(() => store.close());
    return store;
  };
  const large =
    'x'.repeat(1000) + Buffer.from(crypto.getRandomValues(new Uint8Array(60_000))).toString('base64');

  it('starts its thread from source too', async () => {
    const store = await open({ workerUrl: undefined });
    await store.writeSpans([sampleSpan()]);
    expect(await store.findSpan('span-1')).toEqual(sampleSpan());
  });

  it('says that the disk is full and keeps nothing of that write', async () => {
    const store = await open({ maxBytes: 400_000 });
    await store.writeSpans([sampleSpan()]);
    const full = store.writeSpans(sampleTrace(20, { trace_id: 'full', input: large }));
    await expect(full).rejects.toMatchObject({ code: 'store_full' });
    expect(await store.findTrace('full', { content: 'none' })).toBeUndefined();
    expect(await store.listProjects()).toMatchObject([{ trace_count: 1 }]);
    await store.writeSpans([sampleSpan({ span_id: 'small' })]);
    expect((await store.findTrace('trace-1', { content: 'full' }))?.spans).toHaveLength(2);
  });

  it('fails only the write that does not fit', async () => {
    const store = await open({ maxBytes: 400_000 });
    const writes = [
      store.writeSpans([sampleSpan({ span_id: 'before' })]),
      store.writeSpans(sampleTrace(20, { trace_id: 'full', input: large })),
      store.writeSpans([sampleSpan({ span_id: 'after' })]),
    ];
    expect((await Promise.allSettled(writes)).map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect((await store.findTrace('trace-1', { content: 'none' }))?.spans).toHaveLength(2);
  });

  it('is neither written nor healthy while another program locks the file, and recovers', async () => {
    const store = await open({ lockWaitMs: 20 });
    const other = openDatabase({ path: join(directory, 'traces.db') });
    other.exec('BEGIN IMMEDIATE');
    await expect(store.writeSpans([sampleSpan()])).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(store.checkHealth()).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await store.findSpan('span-1')).toBeUndefined();
    other.exec('ROLLBACK');
    other.close();
    await store.checkHealth();
    await store.writeSpans([sampleSpan()]);
    expect(await store.findSpan('span-1')).toBeDefined();
  });

  it('writes what was prepared when it is asked again after a failure', async () => {
    const store = await open({ lockWaitMs: 20 });
    const other = openDatabase({ path: join(directory, 'traces.db') });
    other.exec('BEGIN IMMEDIATE');
    const spans = [sampleSpan({ input: large }), sampleSpan({ span_id: 'second' })];
    const write = store.prepareSpans(spans, { withinMs: 5 });
    for (let attempt = 0; attempt < 2; attempt += 1)
      await expect(write()).rejects.toMatchObject({ code: 'store_unavailable' });
    other.exec('ROLLBACK');
    other.close();
    await write();
    expect(await store.findSpan('span-1')).toEqual(spans[0]);
    expect(await store.findSpan('second')).toEqual(spans[1]);
  });

  it('refuses writes beyond what may wait for the disk', async () => {
    const store = await open({ maxWaitingBytes: 100_000 });
    const writes = Array.from({ length: 5 }, (_, index) =>
      store.writeSpans([sampleSpan({ span_id: `span-${index}`, input: large })]),
    );
    const settled = await Promise.allSettled(writes);
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ]);
    expect(settled[4]).toMatchObject({ reason: { code: 'store_unavailable' } });
    await store.writeSpans([sampleSpan({ span_id: 'span-4', input: large })]);
    expect((await store.findTrace('trace-1', { content: 'none' }))?.spans).toHaveLength(3);
  });

  it('rejects what waits when its thread dies, and closes all the same', async () => {
    const dying = new URL('dying-worker.mjs', workerUrl);
    writeFileSync(
      dying,
      `import { parentPort } from 'node:worker_threads';
      parentPort.postMessage({ id: 0 });
      parentPort.on('message', () => { throw new Error('out of luck'); });`,
    );
    await (await open()).close();
    const store = await open({ workerUrl: dying });
    const unavailable = { code: 'store_unavailable', message: expect.stringContaining('out of luck') };
    await expect(store.writeSpans([sampleSpan()])).rejects.toMatchObject(unavailable);
    await expect(store.checkHealth()).rejects.toMatchObject(unavailable);
    await expect(store.close()).resolves.toBeUndefined();
  });

  it.each(['removed', 'replaced'])(
    'says that its file was %s, rather than write where nobody reads',
    async (what) => {
      const store = await open();
      await store.writeSpans([sampleSpan()]);
      await store.checkHealth();
      rmSync(directory, { recursive: true });
      if (what === 'replaced') {
        mkdirSync(directory);
        writeFileSync(join(directory, 'traces.db'), '');
      }
      const lost = { code: 'store_unavailable', message: expect.stringContaining(`was ${what} while`) };
      await expect(store.writeSpans([sampleSpan({ span_id: 'late' })])).rejects.toMatchObject(lost);
      await expect(store.checkHealth()).rejects.toMatchObject(lost);
      await store.close();
    },
  );

  it('refuses a file of a newer Outcrop and leaves it as it is', async () => {
    const path = join(directory, 'traces.db');
    const newer = openDatabase({ path });
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    await expect(open()).rejects.toMatchObject({
      code: 'store_newer',
      message: expect.stringContaining(path),
    });
    const database = openDatabase({ path });
    expect(database.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 99 });
    database.close();
  });

  it.each(['a directory in its place', 'garbage', 'no directory'])(
    'says that the file is unusable: %s',
    async (why) => {
      const path = join(directory, 'traces.db');
      if (why === 'a directory in its place') mkdirSync(path);
      if (why === 'garbage') writeFileSync(path, 'garbage '.repeat(5000));
      if (why === 'no directory') rmSync(directory, { recursive: true });
      await expect(open()).rejects.toMatchObject({
        code: 'store_unavailable',
        message: expect.stringContaining(path),
      });
    },
  );
});
