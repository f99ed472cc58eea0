import type { JsonValue } from '@outcrop/protocol';

interface JsonRowPlace {
  /** Unique in the document: the property names down to this value. */
  path: string;
  depth: number;
  /** Property name or index; undefined at the root and for the lines of a long text. */
  name: string | undefined;
}

export interface JsonBranchRow extends JsonRowPlace {
  kind: 'branch';
  value: object;
  bracket: '{}' | '[]';
  size: number;
  isOpen: boolean;
}

export interface JsonLeafRow extends JsonRowPlace {
  kind: 'leaf';
  value: string | number | boolean | null;
  /** A text too long for its row, which opens into lines. */
  isLong: boolean;
  isOpen: boolean;
}

export interface JsonTextRow extends JsonRowPlace {
  kind: 'text';
  line: string;
}

export type JsonRow = JsonBranchRow | JsonLeafRow | JsonTextRow;

export const longTextLength = 160;
const lineLength = 120;

/** Lines as written, the long ones cut, so that every row of the viewer has one height. */
export function splitTextLines(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    for (let start = 0; start === 0 || start < line.length; start += lineLength) {
      lines.push(line.slice(start, start + lineLength));
    }
  }
  return lines;
}

function isLongText(value: JsonValue): boolean {
  return typeof value === 'string' && (value.length > longTextLength || value.includes('\n'));
}

/** A value and where it stands. */
export interface JsonPlace extends JsonRowPlace {
  value: JsonValue;
}

export function listJsonChildren(parent: JsonPlace): JsonPlace[] {
  if (typeof parent.value !== 'object' || parent.value === null) return [];
  const entries: [string, JsonValue][] = Array.isArray(parent.value)
    ? parent.value.map((value, index) => [String(index), value])
    : Object.entries(parent.value);
  return entries.map(([name, value]) => ({
    name,
    value,
    depth: parent.depth + 1,
    path: `${parent.path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  }));
}

function buildRow(place: JsonRowPlace, value: JsonValue, isOpen: boolean): JsonBranchRow | JsonLeafRow {
  const { path, depth, name } = place;
  if (typeof value !== 'object' || value === null) {
    return { kind: 'leaf', path, depth, name, value, isLong: isLongText(value), isOpen };
  }
  const isArray = Array.isArray(value);
  const size = isArray ? value.length : Object.keys(value).length;
  return { kind: 'branch', path, depth, name, value, bracket: isArray ? '[]' : '{}', size, isOpen };
}

/** The rows of a document with the given paths open. Costs as much as what is open, however large the rest. */
export function listJsonRows(document: JsonValue, open: ReadonlySet<string>): JsonRow[] {
  const rows: JsonRow[] = [];
  const stack: JsonPlace[] = [{ path: '', depth: 0, name: undefined, value: document }];
  for (let pending = stack.pop(); pending; pending = stack.pop()) {
    const row = buildRow(pending, pending.value, open.has(pending.path));
    rows.push(row);
    if (!row.isOpen) continue;
    if (row.kind === 'branch') {
      const children = listJsonChildren(pending);
      for (let index = children.length - 1; index >= 0; index -= 1) {
        const child = children[index];
        if (child) stack.push(child);
      }
    } else if (row.isLong) {
      const lines = splitTextLines(String(row.value));
      for (const [index, line] of lines.entries()) {
        rows.push({
          kind: 'text',
          path: `${row.path}#${index}`,
          depth: row.depth + 1,
          name: undefined,
          line,
        });
      }
    }
  }
  return rows;
}

/** The paths to open at first: the outer levels, while they stay short. */
export function listOpeningPaths(document: JsonValue, mostRows: number): Set<string> {
  const open = new Set<string>();
  let rowCount = 1;
  const queue: JsonPlace[] = [{ path: '', depth: 0, name: undefined, value: document }];
  for (let index = 0; index < queue.length; index += 1) {
    const pending = queue[index];
    if (!pending || pending.depth > 4) continue;
    if (typeof pending.value !== 'object' || pending.value === null) continue;
    const size = Object.keys(pending.value).length;
    if (size === 0 || rowCount + size > mostRows) continue;
    rowCount += size;
    open.add(pending.path);
    queue.push(...listJsonChildren(pending));
  }
  return open;
}
