import type { Span, SpanEvent } from '@outcrop/protocol';

import { ByPosition } from '../../../ui/by-position.tsx';
import { readRetry } from '../layout/span-events.ts';
import { placeBar, type TimeScale } from '../layout/time-scale.ts';
import styles from './span-bar.module.css';

interface SpanBarProps {
  span: Span;
  scale: TimeScale;
  nowMs: number;
  /** The duration in words, after the bar. */
  label: string;
}

const mostTicks = 100;

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

/** A tick for each moment; of thousands the first hundred, for more would be a wall. */
function EventTicks({ events, scale }: { events: readonly SpanEvent[]; scale: TimeScale }) {
  return (
    <ByPosition items={events.slice(0, mostTicks)}>
      {(event) => {
        const retry = readRetry(event);
        return (
          <span
            className={styles.tick}
            data-kind={retry ? 'retry' : 'other'}
            style={{ left: percent(placeBar(scale, event.time, event.time).left) }}
            title={retry ? `Retry after ${retry.errorType}` : event.name}
          />
        );
      }}
    </ByPosition>
  );
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
      <EventTicks events={span.events} scale={scale} />
    </div>
  );
}
