import type { Effort, Reasoning } from './conversation.ts';
import { parseWord } from './parse-field.ts';

const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

/** Reads an effort word of OpenAI's. Bedrock's lowest effort is `low`. */
export function parseEffort(value: unknown, place: string): Reasoning | undefined {
  if (value === undefined || value === null) return undefined;
  const word = parseWord(value, efforts, place);
  if (word === 'none') return { isEnabled: false };
  const effort: Effort = word === 'minimal' ? 'low' : word;
  return { isEnabled: true, effort };
}
