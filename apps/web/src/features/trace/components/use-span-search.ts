import { useMemo, useState } from 'react';

import { readString } from '../../../lib/json-value.ts';
import { listVisibleNodes, type SpanNode, type SpanTree } from '../layout/span-tree.ts';

const nothingFolded: ReadonlySet<string> = new Set();

function matches({ span }: SpanNode, text: string): boolean {
  const { name, type, error, metadata } = span;
  return [name, type, readString(metadata['model']), error?.type, error?.message].some((said) =>
    said?.toLowerCase().includes(text),
  );
}

/** The spans that have a text in their name, type, model or error, in the order of the tree. */
export function useSpanSearch(
  tree: SpanTree,
  selectedId: string | undefined,
  onSelect: (spanId: string) => void,
) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const found = useMemo(
    () =>
      wanted === ''
        ? undefined
        : listVisibleNodes(tree, nothingFolded)
            .filter((node) => matches(node, wanted))
            .map((node) => node.span.span_id),
    [tree, wanted],
  );
  const foundIds = useMemo(() => found && new Set(found), [found]);
  const index = selectedId === undefined || !found ? -1 : found.indexOf(selectedId);

  function step(by: number): void {
    if (!found || found.length === 0) return;
    const next = index < 0 ? (by > 0 ? 0 : -1) : (index + by) % found.length;
    const id = found.at(next);
    if (id !== undefined) onSelect(id);
  }

  return { text, setText, step, matchCount: found?.length, place: index + 1, foundIds };
}
