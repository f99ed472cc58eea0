import { Icon } from '../../../ui/icon.tsx';
import styles from './span-state-mark.module.css';

interface SpanStateMarkProps {
  isRunning: boolean;
  hasError: boolean;
}

/** Shape as well as colour: a triangle failed, a ring runs, a dot is done. */
export function SpanStateMark({ isRunning, hasError }: SpanStateMarkProps) {
  if (hasError) {
    return (
      <span className={styles.error} role="img" aria-label="failed" title="Failed">
        <Icon name="error" />
      </span>
    );
  }
  const label = isRunning ? 'running' : 'done';
  return (
    <span className={isRunning ? styles.running : styles.done} role="img" aria-label={label} title={label} />
  );
}
