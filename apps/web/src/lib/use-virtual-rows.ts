import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect } from 'react';

interface VirtualRowsOptions {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** Pixels, the same for every row. */
  rowHeight: number;
  getKey: (index: number) => string;
  /** Pixels of the sticky head, which stands above the rows in the scroller and covers them. */
  headHeight?: number;
}

const overscan = 16;

export interface VirtualRows {
  /** The rows to draw; `top` is in pixels from the first row. */
  rows: { index: number; key: string; top: number }[];
  /** Pixels of all rows together. */
  totalHeight: number;
  /** Scrolls no further than needed; a row from far away comes into the middle, with what is around it. */
  scrollToRow: (index: number) => void;
}

/** Draws only the rows in sight, and a few around them. */
export function useVirtualRows(options: VirtualRowsOptions): VirtualRows {
  const { scroller, count, rowHeight, getKey, headHeight = 0 } = options;
  // oxlint-disable-next-line react/incompatible-library -- the React compiler, which it would confuse, is not used
  const virtualizer = useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: getKey,
    overscan,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const scrollToRow = useCallback(
    (index: number) => {
      const { startIndex, endIndex } = virtualizer.range ?? { startIndex: 0, endIndex: 0 };
      const isNear = index >= startIndex - overscan && index <= endIndex + overscan;
      virtualizer.scrollToIndex(index, { align: isNear ? 'auto' : 'center' });
    },
    [virtualizer],
  );
  return {
    rows: virtualizer
      .getVirtualItems()
      .map(({ index, key, start }) => ({ index, key: String(key), top: start - headHeight })),
    totalHeight: virtualizer.getTotalSize(),
    scrollToRow,
  };
}
