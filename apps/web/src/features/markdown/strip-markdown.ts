import { parseInlines } from './parse-inlines.ts';

const tableRule = /\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?)?/g;

/** Marks of blocks, and the first half of bold text whose second was cut off. */
const marks = /^(?:[-*+]|>|#{1,6}) |(?<= )#{2,6} |(?<!\S)\*\*(?=\S)/g;

/** What a reader of the Markdown would see of it, on one line; for previews, whose lines were joined. */
export function stripMarkdown(line: string): string {
  const cells = line.replace(tableRule, '|');
  const rows = cells === line ? line : cells.replace(/[\s|]*\|[\s|]*/g, ' · ');
  const inlines = parseInlines(rows.replace(/```\w*/g, ' '));
  const text = inlines.map((inline) => inline.text).join('');
  return text.replace(marks, '').replace(/\s+/g, ' ').trim() || line;
}
