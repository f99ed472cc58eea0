import type { ModelSummary } from '@outcrop/protocol';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';

import { useStandingError } from '../../../lib/use-standing-error.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { SettingsPage } from '../../settings/components/settings-page.tsx';
import { modelsQuery } from '../api/models-query.ts';
import { useUpdateModel } from '../api/use-update-model.ts';
import { ModelForm } from './model-form.tsx';

function ChangedModel({ model, id }: { model: ModelSummary; id: string }) {
  const navigate = useNavigate();
  const update = useUpdateModel(id);
  return (
    <ModelForm
      model={model}
      saving={update}
      onSave={(input) =>
        update.mutate(input, {
          onSuccess: ({ name }) => void navigate({ to: '/settings/models', search: { q: name } }),
        })
      }
    />
  );
}

/** Of a model that was added by hand. */
export function ModelPage() {
  const { modelId } = useParams({ from: '/shell/settings/models/$modelId' });
  const query = useQuery(modelsQuery(undefined));
  const error = useStandingError(query);
  const model = query.data?.models.find(({ id }) => id === modelId);
  return (
    <SettingsPage title={model?.name ?? 'Model'} lead="Changes count from the next call on.">
      {error && <RequestError error={error} onRetry={() => void query.refetch()} />}
      {!error && !query.data && <Skeleton rows={4} rowHeight={52} label="Loading the model" />}
      {query.data && !model && (
        <Notice
          title="There is no such model"
          actions={<LinkButton to="/settings/models">See all models</LinkButton>}
        >
          <p>It may have been removed.</p>
        </Notice>
      )}
      {/* Another model is another form. */}
      {model && <ChangedModel key={modelId} model={model} id={modelId} />}
    </SettingsPage>
  );
}
