import type { JsonValue } from '@outcrop/protocol';

import { listJsonChildren, type JsonPlace } from './json-rows.ts';

export interface JsonMatches {
  /** In reading order. */
  paths: string[];
  /** There are more than were looked for. */
  isCut: boolean;
}

const mostMatches = 1000;

function matches({ name, value }: JsonPlace, wanted: string): boolean {
  if (name?.toLowerCase().includes(wanted)) return true;
  if (typeof value === 'object' && value !== null) return false;
  return String(value).toLowerCase().includes(wanted);
}

/** Where a property's name or a value contains the text, in either case. Looks at everything, open or not. */
export function findJsonPaths(document: JsonValue, text: string): JsonMatches {
  const paths: string[] = [];
  const wanted = text.toLowerCase();
  if (wanted === '') return { paths, isCut: false };
  const stack: JsonPlace[] = [{ path: '', depth: 0, name: undefined, value: document }];
  for (let place = stack.pop(); place; place = stack.pop()) {
    if (matches(place, wanted)) {
      if (paths.length === mostMatches) return { paths, isCut: true };
      paths.push(place.path);
    }
    // Not by a spread: a list of 200,000 is more than a call takes.
    for (const child of listJsonChildren(place).toReversed()) stack.push(child);
  }
  return { paths, isCut: false };
}

/** The paths of everything that holds the value at a path: what must be open to show it. */
export function listParentPaths(path: string): string[] {
  const steps = path.split('/');
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join('/'));
}
