import type { SpanMetrics } from '@outcrop/protocol';
import { reportOnce } from '../report.ts';

/** Copies numbers; whatever else stands among them, or cannot be read, is left out. */
export function copyMetrics(from: SpanMetrics, to: SpanMetrics): void {
  for (const key of Object.keys(from)) {
    const value = readNumber(from, key);
    if (value !== undefined) to[key] = value;
  }
}

function readNumber(metrics: Readonly<Record<string, unknown>>, key: string): number | undefined {
  try {
    const value = metrics[key];
    if (value === undefined) return undefined;
    if (typeof value === 'bigint') return Number(value);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
  } catch {
    // Said below.
  }
  reportOnce(`metrics are numbers: what a span was given as "${key.slice(0, 100)}" is left out.`);
  return undefined;
}

/** Copies tags as text; a single one need not stand in an array. */
export function copyTags(tags: unknown): string[] {
  const list = typeof tags === 'object' ? tags : [tags];
  return Array.from(list as Iterable<unknown>, String);
}
