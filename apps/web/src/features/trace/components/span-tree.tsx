import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';

import { useHotkeys } from '../../../lib/use-hotkeys.ts';
import { useIsNarrow } from '../../../lib/use-media-query.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useVirtualRows } from '../../../lib/use-virtual-rows.ts';
import type { SpanTree as Tree } from '../layout/span-tree.ts';
import { buildTimeScale, buildWindow, type TimeWindow } from '../layout/time-scale.ts';
import type { TraceTotals } from '../layout/trace-totals.ts';
import { SpanRow } from './span-row.tsx';
import styles from './span-tree.module.css';
import { SpanSearch } from './span-search.tsx';
import { TimeAxis } from './time-axis.tsx';
import { useFoldedSpans } from './use-folded-spans.ts';
import type { useSpanSearch } from './use-span-search.ts';
import { useSpanKeys } from './use-span-keys.ts';

interface SpanTreeProps {
  tree: Tree;
  totals: TraceTotals;
  selectedId: string | undefined;
  search: ReturnType<typeof useSpanSearch>;
  /** Whether "/" is for finding a span. */
  hasSearchKey: boolean;
  onSelect: (spanId: string) => void;
}

const rowHeight = 30;
const narrowRowHeight = 50;
const axisHeight = 34;
const narrowAxisHeight = 44;
const clockMs = 200;

export function SpanTree({ tree, totals, selectedId, search, hasSearchKey, onSelect }: SpanTreeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useIsNarrow();
  const folding = useFoldedSpans(tree, selectedId);
  // A few rows fit on a narrow screen: those that match are all that is shown there.
  const visible = (isNarrow ? search.found : undefined) ?? folding.visible;
  const indexById = useMemo(
    () => new Map(visible.map((node, index) => [node.span.span_id, index])),
    [visible],
  );
  const selectedIndex = (selectedId === undefined ? undefined : indexById.get(selectedId)) ?? -1;
  const now = useNow(totals.endTime === null ? clockMs : null);
  const [zoom, setZoom] = useState<TimeWindow>();
  const end = totals.endTime ?? now * 1000;
  const scale = useMemo(() => buildTimeScale(totals.startTime, end, zoom), [totals.startTime, end, zoom]);
  const { rows, totalHeight, scrollToRow } = useVirtualRows({
    scroller,
    count: visible.length,
    rowHeight: isNarrow ? narrowRowHeight : rowHeight,
    getKey: (index) => visible[index]?.span.span_id ?? String(index),
    headHeight: isNarrow ? narrowAxisHeight : axisHeight,
  });

  const broughtIntoView = useRef<string>(undefined);
  useEffect(() => {
    // Once for each choice: spans that arrive above must not pull the reader back to it.
    if (selectedIndex < 0 || broughtIntoView.current === selectedId) return;
    broughtIntoView.current = selectedId;
    scrollToRow(selectedIndex);
  }, [selectedId, selectedIndex, scrollToRow]);

  function selectAt(index: number): void {
    const node = visible[Math.min(visible.length - 1, Math.max(0, index))];
    if (!node) return;
    onSelect(node.span.span_id);
    if (!scroller.current?.contains(document.activeElement)) return;
    // The focus follows once the row is drawn as the chosen one.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
  }

  function handleTreeKey(event: KeyboardEvent): void {
    const index = { Home: 0, End: visible.length - 1 }[event.key];
    if (index === undefined) return;
    event.preventDefault();
    selectAt(index);
  }

  useSpanKeys({ tree, folding, visible, selectedIndex, selectAt, onSelect });
  useHotkeys({
    z: () => {
      const span = visible[selectedIndex]?.span;
      if (span) setZoom(buildWindow(span.start_time, span.end_time ?? now * 1000));
    },
    '0': () => setZoom(undefined),
  });
  return (
    <div ref={scroller} className={styles.scroller}>
      <TimeAxis
        scale={scale}
        search={
          <SpanSearch
            text={search.text}
            matchCount={search.found?.length}
            place={search.place}
            hasKey={hasSearchKey}
            onChange={search.setText}
            onStep={search.step}
          />
        }
        isZoomed={zoom !== undefined}
        onZoom={setZoom}
      />
      <div
        role="tree"
        aria-label="Spans"
        className={styles.rows}
        style={{ height: totalHeight }}
        onKeyDown={handleTreeKey}
      >
        {rows.map(({ index, key, top }) => {
          const node = visible[index];
          if (!node) return null;
          const id = node.span.span_id;
          return (
            <SpanRow
              key={key}
              node={node}
              top={top}
              scale={scale}
              nowMs={now}
              isDim={search.foundIds?.has(id) === false}
              isSelected={id === selectedId}
              isTabStop={id === selectedId || (selectedIndex < 0 && index === 0)}
              isCollapsed={folding.isFolded(id)}
              onSelect={onSelect}
              onToggle={folding.toggle}
            />
          );
        })}
      </div>
    </div>
  );
}
