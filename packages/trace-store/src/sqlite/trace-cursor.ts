import { createHash } from 'node:crypto';
import { OutcropError } from '@outcrop/protocol';
import { decodeJson } from '@outcrop/sqlite';
import type { TraceFilter } from '../trace-store.ts';

/** Where a page ended, in a list as it was when its first page was read. */
export interface TraceCursor {
  /** The newest position when the first page was read. */
  snapshot: number;
  start_time: number;
  position: number;
}

/** What a cursor belongs to. */
export interface CursorScope {
  storeId: string;
  project: string;
  filter?: TraceFilter;
}

/** Opaque to its reader, and bound to this project in this store. */
export function encodeTraceCursor(cursor: TraceCursor, scope: CursorScope): string {
  const values = JSON.stringify([cursor.snapshot, cursor.start_time, cursor.position]);
  return Buffer.from(values + seal(values, scope)).toString('base64url');
}

/** Fails with code `invalid_cursor` when it is malformed or of another list. */
export function parseTraceCursor(cursor: string, scope: CursorScope): TraceCursor {
  const text = Buffer.from(cursor, 'base64url').toString();
  const end = text.lastIndexOf(']') + 1;
  const values = text.slice(0, end);
  if (end === 0 || text.slice(end) !== seal(values, scope)) throw invalidCursor(scope.project);
  const [snapshot, start_time, position] = decodeJson<[number, number, number]>(values, [0, 0, 0]);
  return { snapshot, start_time, position };
}

function seal(values: string, { storeId, project, filter = {} }: CursorScope): string {
  const { search = '', model = '', hasError = false, startedFrom = null, startedBefore = null } = filter;
  return createHash('sha256')
    .update(JSON.stringify([storeId, project, search, model, hasError, startedFrom, startedBefore, values]))
    .digest('hex')
    .slice(0, 16);
}

function invalidCursor(project: string): OutcropError {
  return new OutcropError(
    `[outcrop] this cursor is not one of the trace list of project "${project}" in this store, or of one with another filter: ` +
      'pass next_cursor of the page before as it was given, or none to start anew.',
    { code: 'invalid_cursor' },
  );
}
