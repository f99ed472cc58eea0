import type { ApiKeySummary } from '@outcrop/protocol';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';

import { useStandingError } from '../../../lib/use-standing-error.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { SettingsPage } from '../../settings/components/settings-page.tsx';
import { apiKeysQuery } from '../api/api-keys-query.ts';
import { useUpdateApiKey } from '../api/use-update-api-key.ts';
import { KeyForm } from './key-form.tsx';

function ChangedKey({ apiKey }: { apiKey: ApiKeySummary }) {
  const navigate = useNavigate();
  const update = useUpdateApiKey(apiKey.id);
  return (
    <KeyForm
      apiKey={apiKey}
      saving={update}
      onSave={(input) => update.mutate(input, { onSuccess: () => void navigate({ to: '/settings/keys' }) })}
    />
  );
}

export function KeyPage() {
  const { keyId } = useParams({ from: '/shell/settings/keys/$keyId' });
  const query = useQuery(apiKeysQuery);
  const error = useStandingError(query);
  const apiKey = query.data?.keys.find(({ id }) => id === keyId);
  return (
    <SettingsPage
      title={apiKey?.name ?? 'API key'}
      lead="Changes count from the next call on; the key itself stays. Temporary keys that it made end when what it may do changes."
    >
      {error && <RequestError error={error} onRetry={() => void query.refetch()} />}
      {!error && !query.data && <Skeleton rows={6} rowHeight={52} label="Loading the key" />}
      {query.data && !apiKey && (
        <Notice
          title="There is no such key"
          actions={<LinkButton to="/settings/keys">See all keys</LinkButton>}
        >
          <p>It may have been revoked.</p>
        </Notice>
      )}
      {/* Another key is another form. */}
      {apiKey && <ChangedKey key={apiKey.id} apiKey={apiKey} />}
    </SettingsPage>
  );
}
