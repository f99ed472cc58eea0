import { type Inline, parseInlines } from './parse-inlines.ts';

export type Block =
  | { kind: 'heading'; level: number; content: Inline[] }
  | { kind: 'paragraph'; content: Inline[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'list'; isOrdered: boolean; start: number; items: Block[][] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'table'; header: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' };

interface Reading {
  lines: readonly string[];
  position: number;
  depth: number;
}

type BlockReader = (reading: Reading) => Block | undefined;

// Deeper nesting than people write is an attack on the stack.
const deepest = 8;
const fence = /^ {0,3}(`{3,}|~{3,})\s*([\w+#.-]*)/;
const heading = /^(#{1,6})\s+(.*)$/;
const bullet = /^(\s{0,3})([-*+]|(\d{1,9})[.)])\s+(.*)$/;
const rule = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const tableDivider = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function peek(reading: Reading, ahead = 0): string | undefined {
  return reading.lines[reading.position + ahead];
}

function readHeading(reading: Reading): Block | undefined {
  const match = heading.exec(peek(reading) ?? '');
  if (!match) return undefined;
  reading.position += 1;
  return { kind: 'heading', level: match[1]?.length ?? 1, content: parseInlines(match[2] ?? '') };
}

function readCode(reading: Reading): Block | undefined {
  const match = fence.exec(peek(reading) ?? '');
  if (!match) return undefined;
  const closing = match[1] ?? '```';
  const body: string[] = [];
  reading.position += 1;
  for (let line = peek(reading); line !== undefined; line = peek(reading)) {
    reading.position += 1;
    if (line.trim().startsWith(closing)) break;
    body.push(line);
  }
  return { kind: 'code', language: match[2] ?? '', text: body.join('\n') };
}

function readRule(reading: Reading): Block | undefined {
  if (!rule.test(peek(reading) ?? '')) return undefined;
  reading.position += 1;
  return { kind: 'rule' };
}

function readQuote(reading: Reading): Block | undefined {
  const body: string[] = [];
  for (let line = peek(reading); line?.startsWith('>'); line = peek(reading)) {
    body.push(line.slice(line[1] === ' ' ? 2 : 1));
    reading.position += 1;
  }
  return body.length > 0 ? { kind: 'quote', blocks: parseLines(body, reading.depth + 1) } : undefined;
}

function splitCells(line: string): Inline[][] {
  const trimmed = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return trimmed.split('|').map((cell) => parseInlines(cell.trim()));
}

function readTable(reading: Reading): Block | undefined {
  const header = peek(reading);
  if (!header?.includes('|') || !tableDivider.test(peek(reading, 1) ?? '')) return undefined;
  reading.position += 2;
  const rows: Inline[][][] = [];
  for (let line = peek(reading); line?.includes('|'); line = peek(reading)) {
    rows.push(splitCells(line));
    reading.position += 1;
  }
  return { kind: 'table', header: splitCells(header), rows };
}

function isIndented(line: string): boolean {
  return /^(\s{2,}|\t)/.test(line);
}

/** The lines of one item: its first, and what is indented beneath it. */
function readItem(reading: Reading, firstLine: string): Block[] {
  const body = [firstLine];
  reading.position += 1;
  for (let line = peek(reading); line !== undefined; line = peek(reading)) {
    const isBlankInside = line.trim() === '' && isIndented(peek(reading, 1) ?? '');
    if (!isBlankInside && !isIndented(line)) break;
    body.push(line.replace(/^(\t| {1,4})/, ''));
    reading.position += 1;
  }
  return parseLines(body, reading.depth + 1);
}

function readList(reading: Reading): Block | undefined {
  const first = bullet.exec(peek(reading) ?? '');
  if (!first) return undefined;
  const isOrdered = first[3] !== undefined;
  const items: Block[][] = [];
  for (let match: RegExpExecArray | null = first; match && (match[3] !== undefined) === isOrdered;) {
    items.push(readItem(reading, match[4] ?? ''));
    match = bullet.exec(peek(reading) ?? '');
  }
  return { kind: 'list', isOrdered, start: Number(first[3] ?? 1), items };
}

function startsBlock(reading: Reading): boolean {
  const line = peek(reading) ?? '';
  const isTable = line.includes('|') && tableDivider.test(peek(reading, 1) ?? '');
  return [fence, heading, bullet, rule].some((start) => start.test(line)) || line.startsWith('>') || isTable;
}

function readParagraph(reading: Reading): Block {
  const body = [peek(reading) ?? ''];
  reading.position += 1;
  while (peek(reading) !== undefined && peek(reading)?.trim() !== '' && !startsBlock(reading)) {
    body.push(peek(reading) ?? '');
    reading.position += 1;
  }
  return { kind: 'paragraph', content: parseInlines(body.join('\n')) };
}

const readers: readonly BlockReader[] = [readCode, readHeading, readRule, readTable, readQuote, readList];

function parseLines(lines: readonly string[], depth: number): Block[] {
  const reading: Reading = { lines, position: 0, depth };
  const blocks: Block[] = [];
  while (reading.position < lines.length) {
    if (peek(reading)?.trim() === '') {
      reading.position += 1;
      continue;
    }
    const special = depth < deepest ? readers.map((read) => () => read(reading)) : [];
    let block: Block | undefined;
    for (const read of special) {
      block = read();
      if (block) break;
    }
    blocks.push(block ?? readParagraph(reading));
  }
  return blocks;
}

/**
 * Markdown as people and models write it, into a tree that has no way to say HTML: what is not one of our blocks stays
 * text. Linear in the length of the text.
 */
export function parseMarkdown(text: string): Block[] {
  return parseLines(text.replaceAll('\r\n', '\n').split('\n'), 0);
}
