import type { ApiKeySummary } from '@outcrop/protocol';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';

import { SettingsItem } from '../../settings/components/settings-item.tsx';
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
  const apiKey = query.data?.keys.find(({ id }) => id === keyId);
  return (
    <SettingsPage
      title={apiKey?.name ?? 'API key'}
      lead="Changes count from the next call on; the key itself stays. Temporary keys that it made end when what it may do changes."
    >
      <SettingsItem noun="key" query={query} item={apiKey} listAt="/settings/keys">
        {/* Another key is another form. */}
        {(found) => <ChangedKey key={found.id} apiKey={found} />}
      </SettingsItem>
    </SettingsPage>
  );
}
