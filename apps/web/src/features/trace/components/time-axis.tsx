import { formatDuration } from '../../../lib/format-time.ts';
import { listTicks, type TimeScale } from '../layout/time-scale.ts';
import styles from './time-axis.module.css';

const mostTicks = 5;
// To the right of this a label would be cut.
const lastLabel = 0.9;

export function TimeAxis({ scale }: { scale: TimeScale }) {
  const lengthMs = scale.length / 1000;
  return (
    <div className={styles.axis} aria-hidden="true">
      <span className={styles.label}>Span</span>
      <div className={styles.ticks}>
        {listTicks(scale, mostTicks).map((tick) => (
          <span key={tick} className={styles.tick} style={{ left: `${(tick / lengthMs) * 100}%` }}>
            {tick / lengthMs < lastLabel && formatDuration(tick).replace(/\.0+ /, ' ')}
          </span>
        ))}
      </div>
    </div>
  );
}
