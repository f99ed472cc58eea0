import { Icon } from '../../../ui/icon.tsx';
import styles from './cache-breakpoint.module.css';

/** Everything above the line may be read from the prompt cache by the next call. */
export function CacheBreakpoint({ lifetime }: { lifetime: string | undefined }) {
  return (
    <p className={styles.line} title="What is above this line may come from the prompt cache">
      <Icon name="cache" size={12} />
      cache point{lifetime !== undefined && `, kept ${lifetime}`}
    </p>
  );
}
