import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import styles from './api-keys-page.module.css';

interface CreatedKeyProps {
  apiKey: string;
  onDone: () => void;
}

export function CreatedKey({ apiKey, onDone }: CreatedKeyProps) {
  return (
    <section className={styles.created} role="status">
      <h2 className={styles.createdTitle}>Copy this key now, it is not shown again</h2>
      <code className={styles.secret}>{apiKey}</code>
      <div className={styles.createdActions}>
        <CopyButton text={apiKey} subject="API key" label="Copy key" look="solid" />
        <Button onClick={onDone}>I have copied it</Button>
      </div>
    </section>
  );
}
