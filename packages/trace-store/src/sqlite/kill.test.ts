import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { TraceStore } from '../trace-store.ts';
import { createSqliteTraceStore } from './create-sqlite-trace-store.ts';
import { buildStore } from './testing/build-store.ts';

const rounds = 20;
const script = join(import.meta.dirname, 'testing', 'write-until-killed.mjs');

describe('a killed process', () => {
  let store: URL;
  beforeAll(async () => {
    store = await buildStore('kill');
  });

  it(`loses no acknowledged span and doubles none, ${rounds} times`, { timeout: 120_000 }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'outcrop-kill-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const acknowledged: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const lines = await writeUntilKilled([new URL('index.mjs', store).href, directory, String(round)]);
      acknowledged.push(...lines);
      const reopened = await createSqliteTraceStore({
        directory,
        workerUrl: new URL('sqlite-worker.mjs', store),
      });
      await expectAll(reopened, lines);
      await reopened.close();
    }
    expect(acknowledged.length).toBeGreaterThan(rounds);
    const reopened = await createSqliteTraceStore({
      directory,
      workerUrl: new URL('sqlite-worker.mjs', store),
    });
    await expectAll(reopened, acknowledged);
    await reopened.close();
  });
});

/** Returns the acknowledged spans, as lines of trace id and span id. */
async function writeUntilKilled(args: string[]): Promise<string[]> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  await once(child.stdout, 'data');
  await setTimeout(Math.random() * 150);
  child.kill('SIGKILL');
  await once(child, 'close');
  // The kill may cut the last line; only whole lines were acknowledged.
  return output.split('\n').slice(1, -1);
}

async function expectAll(store: TraceStore, lines: readonly string[]): Promise<void> {
  const expected = new Map<string, string[]>();
  for (const line of lines) {
    const [trace = '', span = ''] = line.split(' ');
    expected.set(trace, [...(expected.get(trace) ?? []), span]);
  }
  for (const [trace, acknowledged] of expected) {
    const found = (await store.findTrace(trace, { content: 'full' }))?.spans ?? [];
    const ids = found.map(({ span_id }) => span_id);
    expect(ids).toEqual(expect.arrayContaining(acknowledged));
    expect(new Set(ids).size).toBe(ids.length);
    expect(found.every(({ input }) => typeof input === 'string')).toBe(true);
  }
}
