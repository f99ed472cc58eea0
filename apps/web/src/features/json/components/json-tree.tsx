import type { JsonValue } from '@outcrop/protocol';
import { useEffect, useMemo, useRef, useState } from 'react';

import { useVirtualRows } from '../../../lib/use-virtual-rows.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { listParentPaths } from '../find-json-paths.ts';
import { listJsonRows, listOpeningPaths } from '../json-rows.ts';
import { JsonSearchBox } from './json-search-box.tsx';
import { JsonRowView } from './json-row-view.tsx';
import styles from './json-tree.module.css';
import { useJsonSearch } from './use-json-search.ts';

interface JsonTreeProps {
  document: JsonValue;
  /** What is copied. */
  name: string;
  /** Grows with its rows up to a limit, instead of filling its parent. */
  isInline?: boolean;
}

const rowHeight = 21;
const mostOpeningRows = 120;
const mostInlineRows = 24;

/** JSON of any size: only what is open is listed, and only what is in sight is drawn. */
export function JsonTree({ document, name, isInline = false }: JsonTreeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => listOpeningPaths(document, mostOpeningRows));
  const rows = useMemo(() => listJsonRows(document, open), [document, open]);
  const {
    rows: drawn,
    totalHeight,
    scrollToRow,
  } = useVirtualRows({
    scroller,
    count: rows.length,
    rowHeight,
    getKey: (index) => rows[index]?.path ?? String(index),
  });

  const search = useJsonSearch(document);
  const { current } = search;
  const [shown, setShown] = useState(current);
  if (shown !== current) {
    setShown(current);
    if (current !== undefined) setOpen(new Set([...open, ...listParentPaths(current)]));
  }
  useEffect(() => {
    const index = current === undefined ? -1 : rows.findIndex(({ path }) => path === current);
    if (index >= 0) scrollToRow(index);
    // oxlint-disable-next-line react/exhaustive-deps -- opening another branch must not scroll back to the match
  }, [current, scrollToRow]);

  function toggle(path: string): void {
    setOpen((old) => {
      const next = new Set(old);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  }

  const height = isInline ? Math.min(rows.length, mostInlineRows) * rowHeight + 12 : undefined;
  return (
    <div className={isInline ? styles.inline : styles.tree}>
      <div className={styles.tools}>
        {!isInline && <JsonSearchBox search={search} />}
        <CopyButton text={() => JSON.stringify(document, null, 2)} subject={`${name} as JSON`} label="Copy" />
      </div>
      {/* Scrollable by keyboard. */}
      <div
        ref={scroller}
        className={styles.scroller}
        style={{ height }}
        tabIndex={0}
        role="group"
        aria-label={`${name} as JSON`}
      >
        <div className={styles.rows} style={{ height: totalHeight }}>
          {drawn.map(({ index, key, top }) => {
            const row = rows[index];
            if (!row) return null;
            const isCurrent = row.path === current;
            const found = isCurrent ? 'current' : search.isFound(row.path) ? 'found' : undefined;
            return <JsonRowView key={key} row={row} top={top} onToggle={toggle} found={found} />;
          })}
        </div>
      </div>
    </div>
  );
}
