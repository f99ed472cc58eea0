import type { UseQueryResult } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import { useStandingError } from '../../../lib/use-standing-error.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

interface SettingsItemProps<Item> {
  /** What it is, such as "key". */
  noun: string;
  /** Of the list that has it. */
  query: UseQueryResult;
  item: Item | undefined;
  /** Where the list is shown. */
  listAt: LinkProps['to'];
  children: (item: Item) => ReactNode;
}

/** One of a list: until it is loaded, and when it is not among them, it is said so. */
export function SettingsItem<Item>({ noun, query, item, listAt, children }: SettingsItemProps<Item>) {
  const error = useStandingError(query);
  if (error) return <RequestError error={error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={6} rowHeight={52} label={`Loading the ${noun}`} />;
  if (item !== undefined) return children(item);
  return (
    <Notice
      title={`There is no such ${noun}`}
      actions={<LinkButton to={listAt}>{`See all ${noun}s`}</LinkButton>}
    >
      <p>It may have been removed.</p>
    </Notice>
  );
}
