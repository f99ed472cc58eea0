import { useQuery } from '@tanstack/react-query';

import { useStandingError } from '../../../lib/use-standing-error.ts';
import { Icon } from '../../../ui/icon.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { SettingsPage } from '../../settings/components/settings-page.tsx';
import { providersQuery } from '../api/providers-query.ts';
import { FirstProvider } from './first-provider.tsx';
import { ProviderList } from './provider-list.tsx';

export function ProvidersPage() {
  const query = useQuery(providersQuery);
  const error = useStandingError(query);
  const hasSome = (query.data?.providers.length ?? 0) > 0;
  return (
    <SettingsPage
      title="AI providers"
      lead="The accounts and Regions that the gateway calls models in, in the order in which they are tried."
      actions={
        hasSome && (
          <LinkButton to="/settings/providers/new" look="solid">
            <Icon name="plus" size={12} />
            Add Bedrock
          </LinkButton>
        )
      }
    >
      {error && <RequestError error={error} onRetry={() => void query.refetch()} />}
      {!error && !query.data && <Skeleton rows={3} rowHeight={72} label="Loading providers" />}
      {query.data && !hasSome && <FirstProvider />}
      {query.data && hasSome && <ProviderList providers={query.data.providers} />}
    </SettingsPage>
  );
}
