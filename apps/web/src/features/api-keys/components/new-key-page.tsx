import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { SettingsPage } from '../../settings/components/settings-page.tsx';
import { CreatedKeyDialog } from './created-key-dialog.tsx';
import { KeyForm } from './key-form.tsx';

interface Created {
  key: string;
  isForGateway: boolean;
}

export function NewKeyPage() {
  const navigate = useNavigate();
  const [created, setCreated] = useState<Created>();
  return (
    <SettingsPage
      title="Create an API key"
      lead="Give it no more than its app needs. A key can be revoked at any time, and is not changed later."
    >
      <KeyForm
        onCreated={({ key, scopes }) =>
          setCreated({ key, isForGateway: scopes.some((scope) => scope === 'gateway' || scope === 'admin') })
        }
      />
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
