import type { Span } from '@outcrop/protocol';

import { placeBar, type TimeScale } from '../layout/time-scale.ts';
import styles from './span-bar.module.css';

interface SpanBarProps {
  span: Span;
  scale: TimeScale;
  nowMs: number;
  /** The duration in words, after the bar. */
  label: string;
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}

/** The share of the bar before the first token, when the span measured it. */
function measureWaiting(span: Span, end: number): number | undefined {
  const seconds = span.metrics.time_to_first_token;
  const length = end - span.start_time;
  if (seconds === undefined || length <= 0) return undefined;
  return Math.min(1, (seconds * 1_000_000) / length);
}

export function SpanBar({ span, scale, nowMs, label }: SpanBarProps) {
  const end = span.end_time ?? nowMs * 1000;
  const place = placeBar(scale, span.start_time, end);
  const waiting = measureWaiting(span, end);
  return (
    <div className={styles.lane}>
      <div
        className={styles.bar}
        data-type={span.type}
        data-running={span.end_time === null || undefined}
        data-failed={span.error ? true : undefined}
        style={{ left: percent(place.left), width: percent(place.width) }}
      >
        {waiting !== undefined && (
          <span
            className={styles.waiting}
            style={{ width: percent(waiting) }}
            title={`First token after ${span.metrics.time_to_first_token} s`}
          />
        )}
        <span className={styles.label}>{label}</span>
      </div>
    </div>
  );
}
