import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createSqliteTraceStore } from '@outcrop/trace-store';
import type { TraceStore } from '@outcrop/trace-store';
import type { Figure, Figures } from './figure.ts';
import { createSpanSource } from './trace-store/span-source.ts';

export interface BenchTraceStoreOptions {
  /** Spans in traces of 40; a trace of 10,000 comes on top. */
  spans?: number;
  /** How often each question is asked. */
  repeats?: number;
}

const batchSpans = 500;
const writersAtOnce = 4;
const project = 'bench';

/** Measures the embedded store on spans of 8 kB: durable ingest, the newest 50 traces, traces of 40 and of 10,000. */
export async function benchTraceStore({
  spans = 20_000,
  repeats = 50,
}: BenchTraceStoreOptions = {}): Promise<Figures> {
  const directory = mkdtempSync(path.join(tmpdir(), 'outcrop-bench-'));
  const store = await createSqliteTraceStore({ directory });
  try {
    const source = createSpanSource(project);
    const ingest = await measureIngest(store, { spans, source });
    const largeTrace = source.trace(10_000);
    for (let from = 0; from < largeTrace.length; from += batchSpans) {
      await store.writeSpans(largeTrace.slice(from, from + batchSpans));
    }
    const largeId = largeTrace[0]?.trace_id ?? '';
    const questions = await measureQuestions(store, { repeats, largeId, traceIds: source.traceIds() });
    const single = await measure(repeats, () => store.writeSpans(source.trace(1)));
    await store.close();
    const bytes = statSync(path.join(directory, 'traces.db')).size / (spans + largeTrace.length);
    return {
      ...ingest,
      ...questions,
      write_one_p50_ms: figure(single.p50, 'One span until it is on disk, median'),
      write_one_p95_ms: figure(single.p95, 'One span until it is on disk, 95th percentile'),
      bytes_per_span: { value: Math.round(bytes), unit: 'bytes', label: 'On disk for a span of 8 kB' },
    };
  } finally {
    await store.close();
    rmSync(directory, { recursive: true });
  }
}

interface IngestOptions {
  spans: number;
  source: ReturnType<typeof createSpanSource>;
}

async function measureIngest(store: TraceStore, { spans, source }: IngestOptions): Promise<Figures> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let writtenSpans = 0;
  let writingMs = 0;
  delay.enable();
  while (writtenSpans < spans) {
    const batches = Array.from({ length: writersAtOnce }, () => source.batch(batchSpans));
    const start = performance.now();
    await Promise.all(batches.map((batch) => store.writeSpans(batch)));
    writingMs += performance.now() - start;
    writtenSpans += batchSpans * writersAtOnce;
  }
  delay.disable();
  return {
    ingest_spans_per_s: {
      value: Math.round((writtenSpans / writingMs) * 1000),
      unit: 'spans/s',
      isHigherBetter: true,
      label: `Spans of 8 kB until they are on disk, ${writersAtOnce} writers with ${batchSpans} each`,
    },
    ingest_loop_delay_p99_ms: {
      value: round(delay.percentile(99) / 1e6),
      unit: 'ms',
      label: 'How long ingest holds up the event loop, 99th percentile',
    },
  };
}

interface QuestionOptions {
  repeats: number;
  largeId: string;
  traceIds: readonly string[];
}

async function measureQuestions(
  store: TraceStore,
  { repeats, largeId, traceIds }: QuestionOptions,
): Promise<Figures> {
  const list = await measure(repeats, () => store.listTraces({ project, limit: 50 }));
  const small = await measure(repeats, (turn) =>
    store.findTrace(traceIds[(turn * 37) % traceIds.length] ?? '', { content: 'full' }),
  );
  const large = await measure(Math.ceil(repeats / 5), () => store.findTrace(largeId, { content: 'none' }));
  const largeFull = await measure(Math.ceil(repeats / 10), () =>
    store.findTrace(largeId, { content: 'full' }),
  );
  return {
    list_50_p50_ms: figure(list.p50, 'The newest 50 traces, median'),
    list_50_p95_ms: figure(list.p95, 'The newest 50 traces, 95th percentile'),
    open_trace_40_p50_ms: figure(small.p50, 'A trace of 40 spans with content, median'),
    open_trace_40_p95_ms: figure(small.p95, 'A trace of 40 spans with content, 95th percentile'),
    open_trace_10k_p50_ms: figure(large.p50, 'A trace of 10,000 spans without content, median'),
    open_trace_10k_full_p50_ms: figure(largeFull.p50, 'A trace of 10,000 spans with content, median'),
  };
}

function figure(value: number, label: string): Figure {
  return { value: round(value), unit: 'ms', label };
}

async function measure(
  repeats: number,
  ask: (turn: number) => Promise<unknown>,
): Promise<{ p50: number; p95: number }> {
  const times: number[] = [];
  for (let turn = 0; turn < repeats; turn += 1) {
    const start = performance.now();
    await ask(turn);
    times.push(performance.now() - start);
  }
  times.sort((first, second) => first - second);
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95) };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
