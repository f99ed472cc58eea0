import { SettingsPage } from '../../settings/components/settings-page.tsx';
import { ModelForm } from './model-form.tsx';

export function NewModelPage() {
  return (
    <SettingsPage
      title="Add a model"
      lead="Anything that Bedrock can call: a base model, a cross-Region or application profile, provisioned throughput, an imported model, a prompt router, a prompt or a marketplace endpoint."
    >
      <ModelForm />
    </SettingsPage>
  );
}
