import type { SpanError } from '@outcrop/protocol';

import { CopyButton } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import styles from './span-error-panel.module.css';

function describeRetry(isRetryable: boolean): string {
  return isRetryable ? 'may succeed when tried again' : 'trying again will not help';
}

export function SpanErrorPanel({ error }: { error: SpanError }) {
  return (
    <section className={styles.panel} aria-label="Error">
      <header className={styles.head}>
        <Icon name="error" size={15} />
        <h3 className={styles.type}>{error.type}</h3>
        {error.status !== undefined && <span className={styles.status}>HTTP {error.status}</span>}
        {error.retryable !== undefined && (
          <span className={styles.retry}>{describeRetry(error.retryable)}</span>
        )}
        <span className={styles.copy}>
          <CopyButton text={() => JSON.stringify(error, null, 2)} subject="error" />
        </span>
      </header>
      <p className={styles.message}>{error.message}</p>
      {error.stack && (
        <details>
          <summary className={styles.summary}>Stack</summary>
          <pre className={styles.stack}>{error.stack}</pre>
        </details>
      )}
    </section>
  );
}
