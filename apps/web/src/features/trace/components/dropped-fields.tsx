import type { JsonObject } from '../../../lib/json-value.ts';
import { formatCounted } from '../../../lib/format-number.ts';
import { listDroppedFields } from '../layout/gateway-request.ts';
import styles from './gateway-request.module.css';

/** What of the client's request did not reach Bedrock as it was sent. */
export function DroppedFields({ metadata }: { metadata: JsonObject }) {
  const fields = listDroppedFields(metadata);
  if (fields.length === 0) return null;
  return (
    <section className={styles.dropped} aria-label="Changed on the way">
      <h3 className={styles.title}>{formatCounted(fields.length, 'field')} changed on the way to Bedrock</h3>
      <ul role="list">
        {fields.map(({ field, reason, isChanged }) => (
          <li key={`${field} ${reason}`} className={styles.field}>
            <code className={styles.name}>{field}</code>
            <span className={styles.kind}>{isChanged ? 'changed' : 'dropped'}</span>
            <span className={styles.reason}>{reason}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
