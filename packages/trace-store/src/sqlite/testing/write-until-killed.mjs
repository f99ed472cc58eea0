// Run by kill.test.ts: writes batches from several writers at once and prints the ids of each one acknowledged.
import { writeSync } from 'node:fs';

const [storeUrl, directory, round] = process.argv.slice(2);
const { createSqliteTraceStore } = await import(storeUrl);
const store = await createSqliteTraceStore({ directory });
const content = 'some text that is long enough to be deflated '.repeat(40);

async function write(writer) {
  for (let turn = 0; ; turn += 1) {
    const trace = `trace-${round}-${writer}-${Math.floor(turn / 3)}`;
    const spans = Array.from({ length: 1 + (turn % 7) }, (_, index) => ({
      trace_id: trace,
      span_id: `span-${round}-${writer}-${turn}-${index}`,
      parent_span_id: null,
      project: 'project',
      name: 'name',
      type: 'llm',
      start_time: turn,
      end_time: turn + 1,
      input: content + turn,
      metadata: {},
      metrics: { tokens: 1 },
      error: null,
      events: [],
      tags: [],
      service: null,
      sdk: null,
      revision: 1,
    }));
    await store.writeSpans(spans);
    // Past any buffer of ours: a kill must not take an acknowledgement back.
    writeSync(1, spans.map(({ span_id }) => `${trace} ${span_id}\n`).join(''));
  }
}

writeSync(1, 'started\n');
await Promise.all([0, 1, 2, 3].map(write));
