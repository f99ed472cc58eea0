import type { ModelSummary, ProviderSummary } from '@outcrop/protocol';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';

import { formatCount, formatCounted } from '../../../lib/format-number.ts';
import { useStandingError } from '../../../lib/use-standing-error.ts';
import { Icon } from '../../../ui/icon.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { providersQuery } from '../../providers/api/providers-query.ts';
import { SettingsPage } from '../../settings/components/settings-page.tsx';
import { modelsQuery } from '../api/models-query.ts';
import { filterModels } from '../model-filter.ts';
import { orderModels } from '../order-models.ts';
import { ModelFilterBar } from './model-filter-bar.tsx';
import { ModelTable } from './model-table.tsx';
import styles from './models-page.module.css';

function NoModels({ hasProvider }: { hasProvider: boolean }) {
  if (hasProvider) {
    return (
      <Notice
        title="No model is served yet"
        actions={<LinkButton to="/settings/models/new">Add a model</LinkButton>}
      >
        <p>Your providers leave out the default models. Include them, or add the models you want by hand.</p>
      </Notice>
    );
  }
  return (
    <Notice
      title="Models come with a provider"
      actions={
        <LinkButton to="/settings/providers/new" look="solid">
          Add Bedrock
        </LinkButton>
      }
    >
      <p>
        Add Amazon Bedrock, and every model that your account can see is listed here with its prices and what
        it can do.
      </p>
    </Notice>
  );
}

function NoMatch() {
  return (
    <Notice
      title="No model matches"
      actions={
        <LinkButton to="/settings/models" search={{}}>
          Show all models
        </LinkButton>
      }
    >
      <p>
        A model that is missing can be added by its Bedrock id or ARN, also one that Outcrop does not know.
      </p>
    </Notice>
  );
}

function describeCount(shown: number, all: number): string {
  return shown === all
    ? formatCounted(all, 'model')
    : `${formatCount(shown)} of ${formatCounted(all, 'model')}`;
}

function FoundModels({
  models,
  providers,
}: {
  models: readonly ModelSummary[];
  providers: ProviderSummary[];
}) {
  const filter = useSearch({ from: '/shell/settings/models' });
  const ordered = useMemo(() => orderModels(models), [models]);
  const shown = filterModels(ordered, filter);
  return (
    <>
      <ModelFilterBar filter={filter} models={models} providers={providers} />
      <p role="status" className={styles.count}>
        {describeCount(shown.length, models.length)}
      </p>
      {shown.length > 0 ? <ModelTable models={shown} providers={providers} /> : <NoMatch />}
    </>
  );
}

export function ModelsPage() {
  const { project } = useSearch({ from: '/shell/settings/models' });
  const query = useQuery(modelsQuery(project));
  const error = useStandingError(query, project);
  const providers = useQuery(providersQuery).data?.providers ?? [];
  const models = query.data?.models ?? [];
  return (
    <SettingsPage
      title="Models"
      lead="What clients can name in a call, and where it goes. Prices are US dollars for a million tokens."
      actions={
        <LinkButton to="/settings/models/new">
          <Icon name="plus" size={12} />
          Add a model
        </LinkButton>
      }
    >
      {error && <RequestError error={error} onRetry={() => void query.refetch()} />}
      {!error && !query.data && <Skeleton rows={8} rowHeight={52} label="Loading models" />}
      {query.data && models.length === 0 && <NoModels hasProvider={providers.length > 0} />}
      {models.length > 0 && <FoundModels models={models} providers={providers} />}
    </SettingsPage>
  );
}
