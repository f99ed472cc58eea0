import type { ApiKeySummary } from '@outcrop/protocol';
import { useState } from 'react';

import { useNow } from '../../../lib/use-now.ts';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { useRevokeApiKey } from '../api/use-revoke-api-key.ts';
import styles from './api-key-list.module.css';
import { ApiKeyRow } from './api-key-row.tsx';

export function ApiKeyList({ keys }: { keys: readonly ApiKeySummary[] }) {
  const now = useNow(10_000);
  const [revoking, setRevoking] = useState<ApiKeySummary>();
  const revoke = useRevokeApiKey();
  return (
    <>
      <ul role="list" className={styles.list}>
        {keys.map((key) => (
          <ApiKeyRow key={key.id} apiKey={key} nowMs={now} onRevoke={() => setRevoking(key)} />
        ))}
      </ul>
      {revoking && (
        <ConfirmDialog
          title={`Revoke “${revoking.name}”?`}
          confirm="Revoke key"
          error={revoke.error}
          isPending={revoke.isPending}
          onConfirm={() => revoke.mutate(revoking.id, { onSuccess: () => setRevoking(undefined) })}
          onClose={() => {
            revoke.reset();
            setRevoking(undefined);
          }}
        >
          <p>
            Apps that use <code>{revoking.prefix}…</code> can no longer call models or send traces, from this
            moment on. What they sent stays.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
