import { formatDuration } from '../../../lib/format-time.ts';
import { listTicks, type TimeScale } from '../layout/time-scale.ts';
import styles from './time-axis.module.css';

const mostTicks = 5;

export function TimeAxis({ scale }: { scale: TimeScale }) {
  const lengthMs = scale.length / 1000;
  return (
    <div className={styles.axis} aria-hidden="true">
      <span className={styles.label}>Span</span>
      <div className={styles.ticks}>
        {listTicks(scale, mostTicks).map((tick) => (
          <span
            key={tick}
            className={styles.tick}
            data-last={tick / lengthMs > 0.88 || undefined}
            style={{ left: `${(tick / lengthMs) * 100}%` }}
          >
            {formatDuration(tick).replace(/\.0+ /, ' ')}
          </span>
        ))}
      </div>
    </div>
  );
}
