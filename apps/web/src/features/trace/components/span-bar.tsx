import type { Span, SpanEvent } from '@outcrop/protocol';

import { ByPosition } from '../../../ui/by-position.tsx';
import { readRetry } from '../layout/span-events.ts';
import { type BarPlace, placeBar, type TimeScale } from '../layout/time-scale.ts';
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

/** The share of the bar, as far as it is in sight, before the first token; undefined when no span measured it. */
function measureWaiting(span: Span, scale: TimeScale, place: BarPlace): number | undefined {
  const seconds = span.metrics.time_to_first_token;
  if (seconds === undefined || place.width === 0) return undefined;
  const waiting = placeBar(scale, span.start_time, span.start_time + seconds * 1_000_000);
  return Math.min(1, waiting.width / place.width);
}

/** A tick for each moment; of thousands the first hundred, for more would be a wall. */
function EventTicks({ events, scale }: { events: readonly SpanEvent[]; scale: TimeScale }) {
  return (
    <ByPosition items={events.slice(0, mostTicks)}>
      {(event) => {
        const place = placeBar(scale, event.time, event.time);
        if (place.outside) return null;
        const retry = readRetry(event);
        return (
          <span
            className={styles.tick}
            data-kind={retry ? 'retry' : 'other'}
            style={{ left: percent(place.left) }}
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
  const waiting = measureWaiting(span, scale, place);
  if (place.outside) {
    return (
      <div className={styles.lane}>
        <span className={styles.outside} data-side={place.outside}>
          {place.outside === 'before' ? `‹ ${label}` : `${label} ›`}
        </span>
      </div>
    );
  }
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
