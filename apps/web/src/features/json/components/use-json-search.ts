import type { JsonValue } from '@outcrop/protocol';
import { useDeferredValue, useMemo, useState } from 'react';

import { findJsonPaths } from '../find-json-paths.ts';

export interface JsonSearch {
  text: string;
  /** "3 of 12"; undefined while nothing is searched. */
  summary: string | undefined;
  current: string | undefined;
  isFound: (path: string) => boolean;
  search: (text: string) => void;
  /** To the next match, or by -1 to the one before; round at the ends. */
  move: (step: number) => void;
}

/** A search in a document. */
export function useJsonSearch(document: JsonValue): JsonSearch {
  const [text, setText] = useState('');
  const [position, setPosition] = useState(0);
  // Typing must not wait for a search through megabytes.
  const searched = useDeferredValue(text);
  const { paths, isCut } = useMemo(() => findJsonPaths(document, searched), [document, searched]);
  const found = useMemo(() => new Set(paths), [paths]);
  const count = paths.length;
  const index = count === 0 ? 0 : ((position % count) + count) % count;

  function summarize(): string | undefined {
    if (searched === '') return undefined;
    return count === 0 ? 'nothing' : `${index + 1} of ${count}${isCut ? '+' : ''}`;
  }

  return {
    text,
    summary: summarize(),
    current: paths[index],
    isFound: (path) => found.has(path),
    search(next) {
      setText(next);
      setPosition(0);
    },
    move: (step) => setPosition(index + step),
  };
}
