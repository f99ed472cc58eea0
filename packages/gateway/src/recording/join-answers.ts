import type { ResponseReading } from '@outcrop/bedrock';
import { type CallAnswer, noAnswer } from './call-answer.ts';

/** Several answers that make one: their outputs in a list, their numbers summed, and what the first says of itself. */
export function joinAnswers(answers: readonly CallAnswer[]): CallAnswer {
  const [first = noAnswer] = answers;
  if (answers.length < 2) return first;
  const readings = answers.map(({ reading }) => reading);
  return {
    ...first,
    reading: {
      ...first.reading,
      output: readings.map(({ output }) => output),
      summary: first.reading.summary && readings.map(({ summary, output }) => summary ?? output),
      usage: sumFields(readings.map(({ usage }) => usage)),
      metrics: sumFields(readings.map(({ metrics }) => metrics)),
      latencyMs: sumFields(readings.map(pickLatency))?.latencyMs,
    },
  };
}

const pickLatency = ({ latencyMs }: ResponseReading): { latencyMs?: number } => ({ latencyMs });

function sumFields<Fields extends { [Name in keyof Fields]?: number }>(
  all: readonly (Fields | undefined)[],
): Fields | undefined {
  const total: Record<string, number> = {};
  for (const fields of all) {
    for (const [name, value] of Object.entries<number | undefined>(fields ?? {})) {
      if (value !== undefined) total[name] = (total[name] ?? 0) + value;
    }
  }
  return Object.keys(total).length === 0 ? undefined : (total as Fields);
}
