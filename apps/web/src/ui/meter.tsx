import styles from './meter.module.css';

interface MeterProps {
  /** What is measured, for those who do not see it. */
  label: string;
  used: number;
  limit: number;
  /** Both numbers in words. */
  text: string;
}

/** How much of a limit is used. */
export function Meter({ label, used, limit, text }: MeterProps) {
  const share = limit > 0 ? Math.min(1, used / limit) : 1;
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={limit}
      aria-valuenow={Math.min(used, limit)}
      aria-valuetext={text}
      className={styles.meter}
      data-state={share >= 1 ? 'full' : share >= 0.8 ? 'high' : 'low'}
    >
      <span className={styles.text}>
        {text} <span className={styles.label}>{label}</span>
      </span>
      <span className={styles.track}>
        <span className={styles.bar} style={{ width: `${share * 100}%` }} />
      </span>
    </div>
  );
}
