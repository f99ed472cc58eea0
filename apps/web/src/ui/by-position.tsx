import { Fragment, type ReactNode } from 'react';

interface ByPositionProps<Item> {
  items: readonly Item[];
  children: (item: Item, position: number) => ReactNode;
}

/** Items that have no identity but their place, such as the words of a text: they never move, so the place is the key. */
export function ByPosition<Item>({ items, children }: ByPositionProps<Item>) {
  return items.map((item, position) => (
    // oxlint-disable-next-line react/no-array-index-key -- the place is all the identity they have
    <Fragment key={position}>{children(item, position)}</Fragment>
  ));
}
