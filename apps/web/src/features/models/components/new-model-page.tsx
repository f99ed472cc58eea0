import { useNavigate } from '@tanstack/react-router';

import { SettingsPage } from '../../settings/components/settings-page.tsx';
import { useCreateModel } from '../api/use-create-model.ts';
import { ModelForm } from './model-form.tsx';

export function NewModelPage() {
  const navigate = useNavigate();
  const create = useCreateModel();
  return (
    <SettingsPage
      title="Add a model"
      lead="Anything that Bedrock can call: a base model, a cross-Region or application profile, provisioned throughput, an imported model, a prompt router, a prompt or a marketplace endpoint."
    >
      <ModelForm
        saving={create}
        onSave={(input) =>
          create.mutate(input, {
            onSuccess: ({ name }) => void navigate({ to: '/settings/models', search: { q: name } }),
          })
        }
      />
    </SettingsPage>
  );
}
