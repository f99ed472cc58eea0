import { useInfiniteQuery } from '@tanstack/react-query';

import { useStandingError } from '../../../lib/use-standing-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { SettingsPage } from '../../settings/components/settings-page.tsx';
import { auditLogQuery } from '../api/audit-log-query.ts';
import { AuditEntryList } from './audit-entry-list.tsx';

export function AuditLogPage() {
  const query = useInfiniteQuery(auditLogQuery);
  const error = useStandingError(query);
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <SettingsPage
      title="Audit log"
      lead="Who changed a setting or deleted traces, and when. Secrets are never part of it."
    >
      {error && <RequestError error={error} onRetry={() => void query.refetch()} />}
      {!error && !query.data && <Skeleton rows={6} rowHeight={48} label="Loading the audit log" />}
      {query.data && entries.length === 0 && (
        <Notice title="Nothing has been changed yet">
          <p>Each change of a provider, a model or a key is listed here, and each deletion by hand.</p>
        </Notice>
      )}
      {entries.length > 0 && <AuditEntryList entries={entries} />}
      {query.hasNextPage && (
        <div>
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older changes
          </Button>
        </div>
      )}
    </SettingsPage>
  );
}
