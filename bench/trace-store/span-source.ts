import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Span } from '@outcrop/protocol';

const traceSpans = 40;

/** Makes LLM spans of about 8 kB: metadata 1 kB, input 4 kB, output 2 kB, of prose that compresses as prose does. */
export interface SpanSource {
  /** Whole traces of 40 spans, as many as fill the batch. */
  batch(spans: number): Span[];
  trace(spans: number): Span[];
  /** The traces of the batches. */
  traceIds(): readonly string[];
}

const metrics = {
  prompt_tokens: 1000,
  completion_tokens: 500,
  tokens: 1500,
  latency_ms: 900,
  cost_usd: 0.0105,
};

export function createSpanSource(project: string): SpanSource {
  const prose = readProse();
  const traceIds: string[] = [];
  let startTime = Date.now() * 1000;
  let offset = 0;

  const take = (length: number): string => {
    offset = (offset + 7919) % (prose.length - length);
    return prose.slice(offset, offset + length);
  };
  const span = (traceId: string, parent: string | null): Span => {
    startTime += 1000;
    return {
      trace_id: traceId,
      span_id: randomBytes(8).toString('hex'),
      parent_span_id: parent,
      project,
      name: 'bedrock.converse',
      type: 'llm',
      start_time: startTime,
      end_time: startTime + 900,
      input: { messages: [{ role: 'user', content: [{ text: take(4500) }] }] },
      output: { message: { role: 'assistant', content: [{ text: take(2300) }] } },
      metadata: {
        provider: 'aws-bedrock',
        model: `model-${startTime % 5}`,
        region: 'us-east-1',
        note: take(900),
      },
      metrics,
      error: null,
      events: [],
      tags: [],
      service: 'bench',
      sdk: 'outcrop-js/0.1.0',
      revision: 1,
    };
  };
  const trace = (spans: number): Span[] => {
    const root = span(randomBytes(16).toString('hex'), null);
    return [root, ...Array.from({ length: spans - 1 }, () => span(root.trace_id, root.span_id))];
  };
  return {
    trace,
    batch(spans) {
      const batch: Span[] = [];
      while (batch.length < spans) {
        const next = trace(Math.min(traceSpans, spans - batch.length));
        traceIds.push(next[0]?.trace_id ?? '');
        batch.push(...next);
      }
      return batch;
    },
    traceIds: () => traceIds,
  };
}

/** The READMEs of the packages at hand. */
function readProse(): string {
  const modules = path.join(import.meta.dirname, '../../node_modules');
  const readmes = readdirSync(modules).flatMap((name) => {
    try {
      return [readFileSync(path.join(modules, name, 'README.md'), 'utf8')];
    } catch {
      return [];
    }
  });
  return readmes.join('\n').slice(0, 2_000_000);
}
