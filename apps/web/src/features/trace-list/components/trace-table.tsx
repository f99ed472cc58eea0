import type { TraceSummary } from '@outcrop/protocol';
import { useEffect, useMemo, useRef, useState } from 'react';

import { measureDurationMs } from '../../../lib/measure-duration.ts';
import { useHotkeys } from '../../../lib/use-hotkeys.ts';
import { useIsNarrow } from '../../../lib/use-media-query.ts';
import { useNow } from '../../../lib/use-now.ts';
import { useVirtualRows } from '../../../lib/use-virtual-rows.ts';
import { holdNewTraces } from '../api/hold-new-traces.ts';
import { NewTracesPill } from './new-traces-pill.tsx';
import { TraceRow } from './trace-row.tsx';
import { rememberPosition } from '../list-position.ts';
import { TraceTableHead } from './trace-table-head.tsx';
import styles from './trace-table.module.css';
import { useListPosition } from './use-list-position.ts';

interface TraceTableProps {
  project: string;
  traces: readonly TraceSummary[];
  /** Those that arrived a moment ago. */
  freshIds: ReadonlySet<string>;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
}

const rowHeight = 54;
const cardHeight = 104;
const headHeight = 32;
const topTolerance = 8;

export function TraceTable({ project, traces, freshIds, hasMore, isLoadingMore, loadMore }: TraceTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useIsNarrow();
  const [heldAfter, setHeldAfter] = useState<number | null>(null);
  const { shown, heldCount } = useMemo(() => holdNewTraces(traces, heldAfter), [traces, heldAfter]);
  const hasRunning = shown.some((trace) => trace.end_time === null);
  const now = useNow(hasRunning ? 200 : 1000);
  // Ages are in seconds; only what runs is drawn more often.
  const second = Math.floor(now / 1000) * 1000;
  const longestMs = useMemo(
    () => shown.reduce((most, trace) => Math.max(most, measureDurationMs(trace, trace.start_time / 1000)), 1),
    [shown],
  );

  const { rows, totalHeight, scrollToRow } = useVirtualRows({
    scroller,
    count: shown.length,
    rowHeight: isNarrow ? cardHeight : rowHeight,
    getKey: (index) => shown[index]?.trace_id ?? String(index),
    headHeight: isNarrow ? 0 : headHeight,
  });

  const lastRow = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && lastRow >= shown.length - 20) loadMore();
  }, [hasMore, isLoadingMore, lastRow, shown.length, loadMore]);

  useListPosition(project, scroller);
  function handleScroll(): void {
    const scrollTop = scroller.current?.scrollTop ?? 0;
    rememberPosition(project, { scrollTop });
    const isAtTop = scrollTop <= topTolerance;
    setHeldAfter((held) => (isAtTop ? null : (held ?? traces[0]?.start_time ?? null)));
  }

  function focusRow(index: number): void {
    const target = Math.min(shown.length - 1, Math.max(0, index));
    scrollToRow(target);
    // The row may be drawn only after the scroll.
    requestAnimationFrame(() => {
      scroller.current
        ?.querySelector<HTMLElement>(`[data-index="${target}"] a`)
        ?.focus({ preventScroll: true });
    });
  }

  function moveFocus(step: number): void {
    const row = document.activeElement?.closest<HTMLElement>('[data-index]');
    focusRow(row ? Number(row.dataset['index']) + step : 0);
  }

  useHotkeys({
    j: () => moveFocus(1),
    k: () => moveFocus(-1),
    ArrowDown: () => moveFocus(1),
    ArrowUp: () => moveFocus(-1),
    g: () => focusRow(0),
  });

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="table"
        aria-label={`Traces of ${project}`}
        aria-rowcount={hasMore ? -1 : shown.length + 1}
        onScroll={handleScroll}
      >
        <TraceTableHead />
        <div role="rowgroup" className={styles.rows} style={{ height: totalHeight }}>
          {rows.map(({ index, key, top }) => {
            const trace = shown[index];
            return (
              trace && (
                <TraceRow
                  key={key}
                  trace={trace}
                  index={index}
                  top={top}
                  nowMs={trace.end_time === null ? now : second}
                  longestMs={longestMs}
                  isFresh={freshIds.has(trace.trace_id)}
                />
              )
            );
          })}
        </div>
        {isLoadingMore && (
          <p role="status" className={styles.more}>
            Loading older traces …
          </p>
        )}
      </div>
      <NewTracesPill count={heldCount} onShow={() => scroller.current?.scrollTo({ top: 0 })} />
    </div>
  );
}
