import type { ProviderSummary } from '@outcrop/protocol';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { describeExpiry } from '../../../lib/describe-expiry.ts';
import { formatExactTime } from '../../../lib/format-time.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useRemoveProvider } from '../api/use-remove-provider.ts';
import { useTestProvider } from '../api/use-test-provider.ts';
import { authTexts, describeAuth } from '../auth-types.ts';
import { ConnectionPanel } from './connection-panel.tsx';
import styles from './provider-list.module.css';

const expiryTones = { expired: 'error', soon: 'warning', later: 'calm' } as const;

function KeyExpiry({ expiresAt }: { expiresAt: number }) {
  const now = useNow(30_000);
  const { text, state } = describeExpiry(expiresAt, now);
  return (
    <Badge tone={expiryTones[state]} title={`Key valid until ${formatExactTime(expiresAt / 1000)}`}>
      key {text}
    </Badge>
  );
}

function ProviderFacts({ provider }: { provider: ProviderSummary }) {
  const { auth } = provider;
  const identity = describeAuth(auth);
  return (
    <>
      <div className={styles.main}>
        <p className={styles.nameLine}>
          <Link
            to="/settings/providers/$providerId"
            params={{ providerId: provider.id }}
            className={styles.name}
          >
            {provider.name}
          </Link>
          {!provider.is_enabled && <Badge>off</Badge>}
          {auth.type === 'api_key' && auth.expires_at !== null && <KeyExpiry expiresAt={auth.expires_at} />}
        </p>
        <p className={styles.auth}>
          {authTexts[auth.type].title}
          {identity !== undefined && <code className={styles.identity}>{identity}</code>}
        </p>
        {provider.problem !== null && <p className={styles.problem}>{provider.problem}</p>}
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>Region</dt>
          <dd>
            <code>{provider.region}</code>
            {provider.api_base !== null && (
              <span className={styles.base} title={provider.api_base}>
                {new URL(provider.api_base).host}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>For</dt>
          <dd>{provider.project ?? 'every project'}</dd>
        </div>
        <div>
          <dt>Priority</dt>
          <dd>
            {provider.priority}
            {provider.weight !== 1 && <span className={styles.weight}> weight {provider.weight}</span>}
          </dd>
        </div>
      </dl>
    </>
  );
}

function ProviderRow({ provider, onRemove }: { provider: ProviderSummary; onRemove: () => void }) {
  const testing = useTestProvider();
  const test = () => testing.mutate({ id: provider.id });
  return (
    <li className={styles.item} data-off={!provider.is_enabled}>
      <div className={styles.row}>
        <ProviderFacts provider={provider} />
        <div className={styles.actions}>
          <Button disabled={testing.isPending} aria-label={`Test ${provider.name}`} onClick={test}>
            Test
          </Button>
          <Button look="quiet" aria-label={`Remove ${provider.name}`} title="Remove" onClick={onRemove}>
            <Icon name="trash" />
          </Button>
        </div>
      </div>
      {!testing.isIdle && (
        <div className={styles.test}>
          <ConnectionPanel testing={testing} onTest={test} note={undefined} />
        </div>
      )}
    </li>
  );
}

export function ProviderList({ providers }: { providers: readonly ProviderSummary[] }) {
  const [removing, setRemoving] = useState<ProviderSummary>();
  const remove = useRemoveProvider();
  return (
    <>
      <ul role="list" className={styles.list}>
        {providers.map((provider) => (
          <ProviderRow key={provider.id} provider={provider} onRemove={() => setRemoving(provider)} />
        ))}
      </ul>
      {removing && (
        <ConfirmDialog
          title={`Remove “${removing.name}”?`}
          confirm="Remove provider"
          error={remove.error}
          isPending={remove.isPending}
          onConfirm={() => remove.mutate(removing.id, { onSuccess: () => setRemoving(undefined) })}
          onClose={() => {
            remove.reset();
            setRemoving(undefined);
          }}
        >
          <p>
            Its stored credentials are deleted. Calls of the models that only it serves fail from this moment
            on. Traces stay.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
