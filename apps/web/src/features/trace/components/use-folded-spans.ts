import { useCallback, useMemo, useState } from 'react';

import { listAncestorIds, listVisibleNodes, type SpanNode, type SpanTree } from '../layout/span-tree.ts';

interface FoldedSpans {
  visible: SpanNode[];
  isFolded: (spanId: string) => boolean;
  toggle: (spanId: string) => void;
  foldAll: () => void;
  unfoldAll: () => void;
}

function withToggled(ids: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Which spans hide their children. Choosing a span unfolds what hides it; the reader may fold that again. */
export function useFoldedSpans(tree: SpanTree, selectedId: string | undefined): FoldedSpans {
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => new Set());
  const [unfoldedFor, setUnfoldedFor] = useState(selectedId);
  if (unfoldedFor !== selectedId) {
    setUnfoldedFor(selectedId);
    const node = selectedId === undefined ? undefined : tree.nodes.get(selectedId);
    const hiding = new Set(node && listAncestorIds(node));
    if ([...folded].some((id) => hiding.has(id)))
      setFolded(new Set([...folded].filter((id) => !hiding.has(id))));
  }
  const visible = useMemo(() => listVisibleNodes(tree, folded), [tree, folded]);

  const toggle = useCallback((spanId: string) => setFolded((old) => withToggled(old, spanId)), []);

  function foldAll(): void {
    const branches = [...tree.nodes.values()].filter((node) => node.children.length > 0 && node.parent);
    setFolded(new Set(branches.map((node) => node.span.span_id)));
  }

  return {
    visible,
    isFolded: (spanId) => folded.has(spanId),
    toggle,
    foldAll,
    unfoldAll: () => setFolded(new Set()),
  };
}
