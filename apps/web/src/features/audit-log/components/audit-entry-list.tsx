import type { AuditEntry } from '@outcrop/protocol';

import { useNow } from '../../../lib/use-now.ts';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { describeAction, describeDetail } from '../describe-action.ts';
import styles from './audit-entry-list.module.css';

export function AuditEntryList({ entries }: { entries: readonly AuditEntry[] }) {
  const now = useNow(10_000);
  return (
    <ol role="list" className={styles.list}>
      {entries.map((entry) => (
        <li key={entry.id} className={styles.entry}>
          <span className={styles.time}>
            <TimeAgo time={entry.at} nowMs={now} />
          </span>
          <div className={styles.what}>
            <p title={entry.action}>
              <strong className={styles.actor}>
                {entry.actor === 'session' ? 'Somebody on this page' : entry.actor}
              </strong>{' '}
              {describeAction(entry.action)} <strong className={styles.subject}>{entry.subject}</strong>
            </p>
            {Object.keys(entry.details).length > 0 && (
              <dl className={styles.details}>
                {Object.entries(entry.details).map(([name, value]) => (
                  <div key={name}>
                    <dt>{name.replaceAll('_', ' ')}</dt>
                    <dd>{describeDetail(name, value)}</dd>
                  </div>
                ))}
              </dl>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
