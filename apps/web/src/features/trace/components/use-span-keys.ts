import { useHotkeys } from '../../../lib/use-hotkeys.ts';
import { listVisibleNodes, type SpanNode, type SpanTree } from '../layout/span-tree.ts';
import type { useFoldedSpans } from './use-folded-spans.ts';

interface SpanKeysOptions {
  tree: SpanTree;
  folding: ReturnType<typeof useFoldedSpans>;
  /** Those that are shown, in their order. */
  visible: readonly SpanNode[];
  /** Among the visible ones; -1 when the selected span is not there. */
  selectedIndex: number;
  selectAt: (index: number) => void;
  onSelect: (spanId: string) => void;
}

const nothingFolded: ReadonlySet<string> = new Set();

function isOpen(node: SpanNode, folding: SpanKeysOptions['folding']): boolean {
  return node.children.length > 0 && !folding.isFolded(node.span.span_id);
}

/** The keys of the span tree: those of a tree of the ARIA guide, and j, k, e, [ and ]. */
export function useSpanKeys(options: SpanKeysOptions): void {
  const { tree, folding, visible, selectedIndex, selectAt, onSelect } = options;
  const selected = visible[selectedIndex];

  function fold(): void {
    if (!selected) return;
    if (isOpen(selected, folding)) folding.toggle(selected.span.span_id);
    else if (selected.parent) onSelect(selected.parent.span.span_id);
  }

  function unfold(): void {
    if (!selected || selected.children.length === 0) return;
    if (isOpen(selected, folding)) selectAt(selectedIndex + 1);
    else folding.toggle(selected.span.span_id);
  }

  function selectNextError(): void {
    const errors = listVisibleNodes(tree, nothingFolded).filter((node) => node.span.error);
    const current = errors.findIndex((node) => node === selected);
    const next = errors[(current + 1) % errors.length];
    if (next) onSelect(next.span.span_id);
  }

  const next = () => selectAt(selectedIndex + 1);
  const previous = () => selectAt(selectedIndex - 1);
  useHotkeys({
    j: next,
    k: previous,
    ArrowDown: next,
    ArrowUp: previous,
    ArrowLeft: fold,
    ArrowRight: unfold,
    '[': folding.foldAll,
    ']': folding.unfoldAll,
    e: selectNextError,
  });
}
