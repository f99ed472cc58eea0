import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeTraceStore } from '../contract.ts';
import { createSqliteTraceStore } from './create-sqlite-trace-store.ts';

describeTraceStore('sqlite', () => {
  const directory = mkdtempSync(join(tmpdir(), 'outcrop-traces-'));
  return {
    open: () => createSqliteTraceStore({ directory }),
    discard: async () => rmSync(directory, { recursive: true }),
  };
});
