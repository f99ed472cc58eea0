import type { CreatedApiKey } from '@outcrop/protocol';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { SettingsPage } from '../../settings/components/settings-page.tsx';
import { useCreateApiKey } from '../api/use-create-api-key.ts';
import { CreatedKeyDialog } from './created-key-dialog.tsx';
import { KeyForm } from './key-form.tsx';

interface Created {
  key: string;
  isForGateway: boolean;
}

export function NewKeyPage() {
  const navigate = useNavigate();
  const create = useCreateApiKey();
  const [created, setCreated] = useState<Created>();
  const showCreated = ({ key, scopes }: CreatedApiKey) =>
    setCreated({ key, isForGateway: scopes.some((scope) => scope === 'gateway' || scope === 'admin') });
  return (
    <SettingsPage
      title="Create an API key"
      lead="Give it no more than its app needs. It can be changed and revoked at any time."
    >
      <KeyForm saving={create} onSave={(input) => create.mutate(input, { onSuccess: showCreated })} />
      {created && (
        <CreatedKeyDialog
          apiKey={created.key}
          isForGateway={created.isForGateway}
          onClose={() => void navigate({ to: '/settings/keys' })}
        />
      )}
    </SettingsPage>
  );
}
