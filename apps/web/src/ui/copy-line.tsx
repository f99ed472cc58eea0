import { CopyButton } from './copy-button.tsx';
import styles from './copy-line.module.css';

/** A value to carry elsewhere: a name, the value, and a button that copies it. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  return (
    <div className={styles.line}>
      <span className={styles.label}>{label}</span>
      <code className={styles.value}>{value}</code>
      <CopyButton text={value} subject={label} />
    </div>
  );
}
