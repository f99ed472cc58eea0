import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';

import { useStandingError } from '../../../lib/use-standing-error.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
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
  const error = useStandingError(query);
  const provider = query.data?.providers.find(({ id }) => id === providerId);
  return (
    <SettingsPage
      title={provider?.name ?? 'AI provider'}
      lead="Changes count for the next call. What you do not replace stays as it is."
    >
      {error && <RequestError error={error} onRetry={() => void query.refetch()} />}
      {!error && !query.data && <Skeleton rows={6} rowHeight={52} label="Loading the provider" />}
      {query.data && !provider && (
        <Notice
          title="There is no such provider"
          actions={<LinkButton to="/settings/providers">See all providers</LinkButton>}
        >
          <p>It may have been removed.</p>
        </Notice>
      )}
      {/* Another provider is another form. */}
      {provider && <ProviderForm key={provider.id} provider={provider} />}
    </SettingsPage>
  );
}
