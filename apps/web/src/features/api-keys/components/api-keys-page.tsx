import { useQuery } from '@tanstack/react-query';

import { useStandingError } from '../../../lib/use-standing-error.ts';
import { Icon } from '../../../ui/icon.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { SettingsPage } from '../../settings/components/settings-page.tsx';
import { apiKeysQuery } from '../api/api-keys-query.ts';
import { ApiKeyList } from './api-key-list.tsx';

export function ApiKeysPage() {
  const query = useQuery(apiKeysQuery);
  const error = useStandingError(query);
  return (
    <SettingsPage
      title="API keys"
      lead="Apps call models and send traces with one of these. Outcrop keeps a hash of each, never the key itself."
      actions={
        <LinkButton to="/settings/keys/new" look="solid">
          <Icon name="plus" size={12} />
          Create a key
        </LinkButton>
      }
    >
      {error && <RequestError error={error} onRetry={() => void query.refetch()} />}
      {!error && !query.data && <Skeleton rows={3} rowHeight={64} label="Loading API keys" />}
      {query.data?.keys.length === 0 && (
        <Notice title="No keys yet">
          <p>Create one for each app: then you see which app calls what, and can revoke one alone.</p>
        </Notice>
      )}
      {query.data && query.data.keys.length > 0 && <ApiKeyList keys={query.data.keys} />}
    </SettingsPage>
  );
}
