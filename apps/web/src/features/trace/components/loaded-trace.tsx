import type { Span } from '@outcrop/protocol';
import { useMemo, useState } from 'react';

import { useHotkeys } from '../../../lib/use-hotkeys.ts';
import { useIsNarrow } from '../../../lib/use-media-query.ts';
import { usePageTitle } from '../../../lib/use-page-title.ts';
import { ShortcutHelp } from '../../../ui/shortcut-help.tsx';
import { SplitPane } from '../../../ui/split-pane.tsx';
import type { LiveState } from '../../live/use-project-events.ts';
import { useOpeningSpan } from '../api/use-opening-span.ts';
import { buildSpanTree, type SpanTree as Tree } from '../layout/span-tree.ts';
import { sumTrace } from '../layout/trace-totals.ts';
import { type TraceLens, traceLenses } from '../trace-lens.ts';
import { SpanDetail } from './span-detail.tsx';
import { SpanTree } from './span-tree.tsx';
import { TraceHeader } from './trace-header.tsx';
import styles from './trace-page.module.css';
import { traceShortcuts } from './trace-shortcuts.ts';
import { useSpanSearch } from './use-span-search.ts';
import { useTraceNavigation } from './use-trace-navigation.ts';

interface LoadedTraceProps {
  project: string;
  spans: readonly Span[];
  /** The span that the address names. */
  askedId: string | undefined;
  lens: TraceLens;
  liveState: LiveState;
}

/** A lone span has the room for itself; on a narrow screen, another one is shown over the tree of all. */
function useDetailPlace(tree: Tree, askedId: string | undefined, isNarrow: boolean) {
  const isAlone = tree.nodes.size === 1 && (askedId === undefined || tree.nodes.has(askedId));
  const [hasOpenedAlone, setHasOpenedAlone] = useState(isAlone);
  // Spans that come later do not take away the one that is read.
  const isDetailOver = isNarrow && !isAlone && (askedId !== undefined || hasOpenedAlone);
  const beside: 'tree' | 'both' = isNarrow ? 'tree' : 'both';
  return {
    shown: isAlone || isDetailOver ? 'detail' : beside,
    isAlone,
    isDetailOver,
    showTree: () => setHasOpenedAlone(false),
  };
}

export function LoadedTrace({ project, spans, askedId, lens, liveState }: LoadedTraceProps) {
  const isNarrow = useIsNarrow();
  const tree = useMemo(() => buildSpanTree(spans), [spans]);
  const { shown, isAlone, isDetailOver, showTree } = useDetailPlace(tree, askedId, isNarrow);
  const navigation = useTraceNavigation(project, { isNarrow, isDetailOver });
  const { select, changeLens } = navigation;
  const goBack = () => {
    if (isDetailOver) showTree();
    navigation.goBack();
  };
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const openHelp = () => setIsHelpOpen(true);

  const totals = useMemo(() => sumTrace(spans), [spans]);
  const openingId = useOpeningSpan(tree, askedId === undefined);
  const selectedId = askedId ?? openingId;
  // Kept here, for on a narrow screen the tree goes while a span is read.
  const search = useSpanSearch(tree, selectedId, select);
  usePageTitle(`${tree.roots[0]?.span.name ?? 'Trace'} · ${project}`);

  useHotkeys({
    '?': openHelp,
    Escape: goBack,
    ...Object.fromEntries(traceLenses.map((name, index) => [String(index + 1), () => changeLens(name)])),
  });

  const treePane = (
    <SpanTree
      tree={tree}
      totals={totals}
      selectedId={selectedId}
      search={search}
      // In the JSON it is that search's key.
      hasSearchKey={lens !== 'json'}
      onSelect={select}
    />
  );
  const detailPane = (
    <SpanDetail
      node={selectedId === undefined ? undefined : tree.nodes.get(selectedId)}
      askedId={askedId}
      project={project}
      lens={lens}
      isAlone={isAlone}
      hasFactsBeside={isAlone && !isNarrow}
      onLensChange={changeLens}
      onSelect={select}
      onClose={isDetailOver ? goBack : undefined}
    />
  );
  return (
    <div className={styles.page}>
      {!isDetailOver && (
        <TraceHeader project={project} tree={tree} totals={totals} liveState={liveState} onHelp={openHelp} />
      )}
      <div className={styles.panes}>
        {shown === 'tree' && treePane}
        {shown === 'detail' && detailPane}
        {shown === 'both' && (
          <SplitPane name="trace-split" label="Width of the span tree" first={treePane} second={detailPane} />
        )}
      </div>
      {isHelpOpen && <ShortcutHelp shortcuts={traceShortcuts} onClose={() => setIsHelpOpen(false)} />}
    </div>
  );
}
