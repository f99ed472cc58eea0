import type { ModelSummary } from '@outcrop/protocol';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';

import { SettingsItem } from '../../settings/components/settings-item.tsx';
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
  const model = query.data?.models.find(({ id }) => id === modelId);
  return (
    <SettingsPage title={model?.name ?? 'Model'} lead="Changes count from the next call on.">
      <SettingsItem noun="model" query={query} item={model} listAt="/settings/models">
        {/* Another model is another form. */}
        {(found) => <ChangedModel key={modelId} model={found} id={modelId} />}
      </SettingsItem>
    </SettingsPage>
  );
}
