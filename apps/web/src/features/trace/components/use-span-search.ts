import { useMemo, useState } from 'react';

import { readString } from '../../../lib/json-value.ts';
import { readPartialAnswer } from '../../conversation/partial-answer.ts';
import { listVisibleNodes, type SpanNode, type SpanTree } from '../layout/span-tree.ts';

const nothingFolded: ReadonlySet<string> = new Set();

function matches({ span }: SpanNode, text: string): boolean {
  const { name, type, error, metadata } = span;
  const partial = readPartialAnswer(metadata)?.label;
  return [name, type, readString(metadata['model']), error?.type, error?.message, partial].some((said) =>
    said?.toLowerCase().includes(text),
  );
}

/** The spans that have a text in their name, type, model, error or in how they broke off, in the order of the tree. */
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
        : listVisibleNodes(tree, nothingFolded).filter((node) => matches(node, wanted)),
    [tree, wanted],
  );
  const foundIds = useMemo(() => found && new Set(found.map(({ span }) => span.span_id)), [found]);
  const index = found ? found.findIndex(({ span }) => span.span_id === selectedId) : -1;

  function step(by: number): void {
    if (!found || found.length === 0) return;
    const next = index < 0 ? (by > 0 ? 0 : -1) : (index + by) % found.length;
    const node = found.at(next);
    if (node) onSelect(node.span.span_id);
  }

  return { text, setText, step, found, place: index + 1, foundIds };
}
