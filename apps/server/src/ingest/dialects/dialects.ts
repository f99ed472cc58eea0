import type { OtlpSpan } from '../otlp-span.ts';
import type { Dialect, DialectReading } from './dialect.ts';
import { genAiEventsDialect } from './gen-ai-events.ts';
import { genAiIndexedDialect } from './gen-ai-indexed.ts';
import { genAiDialect } from './gen-ai.ts';
import { openInferenceDialect } from './openinference.ts';
import { outcropDialect } from './outcrop.ts';
import { vercelAiDialect } from './vercel-ai.ts';

/** Every dialect that matches is read; where two say the same field, the earlier one is believed. */
const dialects: readonly Dialect[] = [
  outcropDialect,
  vercelAiDialect,
  genAiDialect,
  genAiEventsDialect,
  genAiIndexedDialect,
  openInferenceDialect,
];

/** Reads a span in all the dialects it speaks and removes from it what they understood. */
export function mapDialects(span: OtlpSpan): DialectReading {
  let reading: DialectReading = {};
  for (const dialect of dialects) {
    if (dialect.isMatch(span)) reading = mergeReadings(reading, dialect.map(span));
  }
  return reading;
}

function mergeReadings(first: DialectReading, second: DialectReading): DialectReading {
  return {
    ...second,
    ...withoutAbsent(first),
    metadata: { ...second.metadata, ...first.metadata },
    // Numbers of one source belong together: prompt tokens from one and cached tokens from another do not add up.
    metrics: first.metrics && Object.keys(first.metrics).length > 0 ? first.metrics : second.metrics,
  };
}

function withoutAbsent(reading: DialectReading): DialectReading {
  return Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined));
}
