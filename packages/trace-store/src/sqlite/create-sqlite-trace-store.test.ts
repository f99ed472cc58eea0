import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll } from 'vitest';
import { describeTraceStore } from '../contract.ts';
import { createSqliteTraceStore } from './create-sqlite-trace-store.ts';
import { buildStore } from './testing/build-store.ts';

let workerUrl: URL;
beforeAll(async () => {
  // A built thread starts in a sixth of the time that one from source takes.
  workerUrl = new URL('sqlite-worker.mjs', await buildStore('contract'));
});

describeTraceStore('sqlite', () => {
  const directory = mkdtempSync(join(tmpdir(), 'outcrop-traces-'));
  return {
    open: () => createSqliteTraceStore({ directory, workerUrl }),
    discard: async () => rmSync(directory, { recursive: true }),
  };
});
