import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sampleSpan } from '../contract/sample-span.ts';
import { createSqliteTraceStore } from './create-sqlite-trace-store.ts';

it('searches ten thousand traces a call, and goes on by the cursor', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'outcrop-traces-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const store = await createSqliteTraceStore({ directory });
  onTestFinished(() => store.close());
  await store.writeSpans(
    Array.from({ length: 10_050 }, (_, index) =>
      sampleSpan({
        trace_id: `t${index}`,
        name: index === 0 ? 'needle' : 'hay',
        start_time: index,
        events: [],
        metadata: {},
      }),
    ),
  );
  const options = { project: 'project', limit: 10, filter: { search: 'needle' } };
  const first = await store.listTraces(options);
  expect(first.traces).toEqual([]);
  const second = await store.listTraces({ ...options, cursor: first.next_cursor ?? '' });
  expect(second.traces.map(({ trace_id }) => trace_id)).toEqual(['t0']);
  expect(second.next_cursor).toBeNull();
});
