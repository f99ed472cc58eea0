import type { ApiKeySummary } from '@outcrop/protocol';
import { Link } from '@tanstack/react-router';

import { describeExpiry } from '../../../lib/describe-expiry.ts';
import { formatCost } from '../../../lib/format-number.ts';
import { formatExactTime } from '../../../lib/format-time.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Meter } from '../../../ui/meter.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { describePace, listKeyBudgets } from '../key-budgets.ts';
import { scopeTexts } from '../key-draft.ts';
import styles from './api-key-list.module.css';

interface ApiKeyRowProps {
  apiKey: ApiKeySummary;
  nowMs: number;
  onRevoke: () => void;
}

const expiryTones = { expired: 'error', soon: 'warning', later: 'calm' } as const;

function Scopes({ apiKey }: { apiKey: ApiKeySummary }) {
  const scopes = apiKey.scopes.includes('admin') ? (['admin'] as const) : apiKey.scopes;
  return (
    <>
      {scopes.map((scope) => (
        <Badge key={scope} title={scopeTexts[scope].text}>
          {scope === 'admin' ? 'everything' : scopeTexts[scope].title.toLowerCase()}
        </Badge>
      ))}
    </>
  );
}

function Restrictions({ project, models }: Pick<ApiKeySummary, 'project' | 'models'>) {
  return (
    <p className={styles.restrictions}>
      {project === null ? 'every project' : <>project {project}</>}
      {models !== null && (
        <>
          {', models '}
          <code>{models.join(', ')}</code>
        </>
      )}
    </p>
  );
}

/** How its calls are made where they do not say. */
function Defaults({ defaults }: Pick<ApiKeySummary, 'defaults'>) {
  const { cache, fallback_models: fallbacks } = defaults;
  const facts = [
    ...(fallbacks?.length ? [`falls back to ${fallbacks.join(', ')}`] : []),
    ...(cache ? [`cache ${cache}`] : []),
  ];
  return facts.length > 0 && <p className={styles.restrictions}>{facts.join('; ')}</p>;
}

function Usage({ limits, usage }: Pick<ApiKeySummary, 'limits' | 'usage'>) {
  const budgets = listKeyBudgets(limits, usage);
  const pace = describePace(limits);
  return (
    <div className={styles.usage}>
      {budgets.map(({ name, used, limit, text }) => (
        <Meter key={text + name} label={name} used={used} limit={limit} text={text} />
      ))}
      {budgets.length === 0 && usage.usd_this_month > 0 && (
        <p className={styles.spent}>
          {formatCost(usage.usd_this_month)} <span className={styles.when}>this month</span>
        </p>
      )}
      {pace !== '' && <p className={styles.when}>{pace}</p>}
    </div>
  );
}

export function ApiKeyRow({ apiKey, nowMs, onRevoke }: ApiKeyRowProps) {
  const { name, prefix, created_at: createdAt, last_used_at: usedAt, expires_at: expiresAt } = apiKey;
  const expiry = expiresAt === null ? undefined : describeExpiry(expiresAt, nowMs);
  return (
    <li className={styles.item} data-expired={expiry?.state === 'expired'}>
      <div className={styles.main}>
        <p className={styles.nameLine}>
          <Link
            to="/settings/keys/$keyId"
            params={{ keyId: apiKey.id }}
            className={styles.name}
            title="Change"
          >
            {name}
          </Link>
          <code className={styles.prefix}>{prefix}…</code>
          {apiKey.parent_id !== null && (
            <Badge title="Made by another key, with which it ends">temporary</Badge>
          )}
          {expiry && expiresAt !== null && (
            <Badge tone={expiryTones[expiry.state]} title={formatExactTime(expiresAt / 1000)}>
              {expiry.text}
            </Badge>
          )}
        </p>
        <p className={styles.scopes}>
          <Scopes apiKey={apiKey} />
        </p>
        <Restrictions project={apiKey.project} models={apiKey.models} />
        <Defaults defaults={apiKey.defaults} />
      </div>
      <Usage limits={apiKey.limits} usage={apiKey.usage} />
      <p className={styles.times}>
        <span>
          {usedAt === null ? (
            'never used'
          ) : (
            <>
              used <TimeAgo time={usedAt} nowMs={nowMs} />
            </>
          )}
        </span>
        <span>
          created <TimeAgo time={createdAt} nowMs={nowMs} />
        </span>
      </p>
      <Button look="quiet" aria-label={`Revoke ${name}`} title="Revoke" onClick={onRevoke}>
        <Icon name="trash" />
      </Button>
    </li>
  );
}
