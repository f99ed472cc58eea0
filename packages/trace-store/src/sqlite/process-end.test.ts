import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { sampleTrace } from '../contract/sample-span.ts';
import { createSqliteTraceStore } from './create-sqlite-trace-store.ts';
import { buildStore } from './testing/build-store.ts';

const script = join(import.meta.dirname, 'testing', 'write-and-leave.mjs');

describe('a process with an open store', () => {
  let built: URL;
  let directory: string;

  beforeAll(async () => {
    built = await buildStore('process-end');
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'outcrop-traces-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
  });
  const run = async (...args: string[]): Promise<string> => {
    const all = [script, new URL('index.mjs', built).href, directory, ...args];
    return (await promisify(execFile)(process.execPath, all, { timeout: 20_000 })).stdout;
  };

  it('ends by itself when nothing is being written', async () => {
    expect(await run()).toBe('');
  });

  it('ends only after the write under way', async () => {
    expect(await run('write')).toBe('written\n');
  });

  it('leaves one file with everything in it when closed', async () => {
    const workerUrl = new URL('sqlite-worker.mjs', built);
    const store = await createSqliteTraceStore({ directory, workerUrl });
    await store.writeSpans(sampleTrace(100));
    await store.close();
    expect(statSync(join(directory, 'traces.db-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    expect(statSync(join(directory, 'traces.db')).size).toBeGreaterThan(20_000);
  });
});
