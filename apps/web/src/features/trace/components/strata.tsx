import type { TokenStratum } from '../layout/token-strata.ts';
import styles from './strata.module.css';

/** The tokens of a call as layers side by side; the list beneath it says the same in words. */
export function Strata({ strata }: { strata: readonly TokenStratum[] }) {
  return (
    <div className={styles.strata} aria-hidden="true">
      {strata.map(({ part, share, label }) => (
        <span
          key={part}
          data-part={part}
          title={label}
          className={styles.layer}
          style={{ flexGrow: share }}
        />
      ))}
    </div>
  );
}
