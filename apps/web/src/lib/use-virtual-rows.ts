import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';

interface VirtualRowsOptions {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** Pixels, the same for every row. */
  rowHeight: number;
  getKey: (index: number) => string;
  /** What a sticky head covers, in pixels. */
  headHeight?: number;
}

const overscan = 16;

/** Draws only the rows in sight, and a few around them. */
export function useVirtualRows(options: VirtualRowsOptions): Virtualizer<HTMLElement, Element> {
  const { scroller, count, rowHeight, getKey, headHeight = 0 } = options;
  // oxlint-disable-next-line react/incompatible-library -- the React compiler, which it would confuse, is not used
  const virtualizer = useVirtualizer<HTMLElement, Element>({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: getKey,
    overscan,
    scrollPaddingStart: headHeight,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  return virtualizer;
}
