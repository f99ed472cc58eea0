import type { ApiKeySummary } from '@outcrop/protocol';
import { useState } from 'react';

import { readErrorMessage } from '../../../lib/describe-error.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { useRevokeApiKey } from '../api/use-revoke-api-key.ts';
import styles from './api-keys-page.module.css';

interface RevokeDialogProps {
  apiKey: ApiKeySummary;
  onClose: () => void;
}

function RevokeDialog({ apiKey, onClose }: RevokeDialogProps) {
  const revoke = useRevokeApiKey();
  return (
    <Dialog title={`Revoke “${apiKey.name}”?`} onClose={onClose}>
      <p>
        Apps that use <code>{apiKey.prefix}…</code> can no longer send traces, from this moment on. What they
        sent stays.
      </p>
      {revoke.isError && (
        <p role="alert" className={styles.problem}>
          {readErrorMessage(revoke.error)}
        </p>
      )}
      <div className={styles.dialogActions}>
        <Button onClick={onClose}>Keep it</Button>
        <Button
          look="danger"
          disabled={revoke.isPending}
          onClick={() => revoke.mutate(apiKey.id, { onSuccess: onClose })}
        >
          Revoke key
        </Button>
      </div>
    </Dialog>
  );
}

export function ApiKeyList({ keys }: { keys: readonly ApiKeySummary[] }) {
  const now = useNow(10_000);
  const [revoking, setRevoking] = useState<ApiKeySummary>();
  if (keys.length === 0)
    return <p className={styles.empty}>No keys yet. Create one to send the first trace.</p>;
  return (
    <>
      <ul role="list" className={styles.list}>
        {keys.map((key) => (
          <li key={key.id} className={styles.item}>
            <span className={styles.name}>{key.name}</span>
            <code className={styles.prefix}>{key.prefix}…</code>
            <p className={styles.when}>
              <span>
                created <TimeAgo time={key.created_at} nowMs={now} />
              </span>
              <span>
                {key.last_used_at === null ? (
                  'never used'
                ) : (
                  <>
                    used <TimeAgo time={key.last_used_at} nowMs={now} />
                  </>
                )}
              </span>
            </p>
            <Button
              look="quiet"
              aria-label={`Revoke ${key.name}`}
              title="Revoke"
              onClick={() => setRevoking(key)}
            >
              <Icon name="trash" />
            </Button>
          </li>
        ))}
      </ul>
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}
