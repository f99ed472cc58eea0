import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';

import { SettingsItem } from '../../settings/components/settings-item.tsx';
import { SettingsPage } from '../../settings/components/settings-page.tsx';
import { providersQuery } from '../api/providers-query.ts';
import { ProviderForm } from './provider-form.tsx';

export function NewProviderPage() {
  return (
    <SettingsPage
      title="Add Amazon Bedrock"
      lead="One account and Region that Outcrop may call models in. Secrets are kept encrypted and are never shown again."
    >
      <ProviderForm provider={undefined} />
    </SettingsPage>
  );
}

export function ProviderPage() {
  const { providerId } = useParams({ from: '/shell/settings/providers/$providerId' });
  const query = useQuery(providersQuery);
  const provider = query.data?.providers.find(({ id }) => id === providerId);
  return (
    <SettingsPage
      title={provider?.name ?? 'AI provider'}
      lead="Changes count for the next call. What you do not replace stays as it is."
    >
      <SettingsItem noun="provider" query={query} item={provider} listAt="/settings/providers">
        {/* Another provider is another form. */}
        {(found) => <ProviderForm key={found.id} provider={found} />}
      </SettingsItem>
    </SettingsPage>
  );
}
