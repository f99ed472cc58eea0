import { digestJson } from '../json.ts';
import { tokenize } from './tokenize.ts';

export interface Delta {
  text: string;
  tokens: number;
}

/** Cuts text as a model streams it, one to four tokens at a time. `totalTokens` overrides what the text counts for. */
export function splitIntoDeltas(text: string, totalTokens?: number): Delta[] {
  const pieces = tokenize(text);
  const sizes = digestJson(text);
  const deltas: Delta[] = [];
  for (let index = 0; index < pieces.length;) {
    const size = 1 + ((sizes[deltas.length % sizes.length] ?? 0) % 4);
    const taken = pieces.slice(index, index + size);
    deltas.push({ text: taken.join(''), tokens: taken.length });
    index += size;
  }
  const last = deltas.at(-1);
  if (last && totalTokens !== undefined) last.tokens += totalTokens - pieces.length;
  return deltas;
}
