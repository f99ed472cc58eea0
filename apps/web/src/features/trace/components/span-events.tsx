import type { Span, SpanEvent } from '@outcrop/protocol';
import { useState } from 'react';

import { formatCounted } from '../../../lib/format-number.ts';
import { formatDuration, formatExactTime } from '../../../lib/format-time.ts';
import { Button } from '../../../ui/button.tsx';
import { ByPosition } from '../../../ui/by-position.tsx';
import { JsonText } from '../../json/components/json-text.tsx';
import { type Retry, readRetry } from '../layout/span-events.ts';
import styles from './span-events.module.css';

const shownFirst = 8;

function RetryText({ retry }: { retry: Retry }) {
  const { attempt, errorType, message, status, delayMs, place } = retry;
  return (
    <>
      <p>
        Attempt {attempt}
        {place !== undefined && ` at ${place}`} failed with{' '}
        <strong className={styles.errorType}>{errorType}</strong>
        {status !== undefined && ` (HTTP ${status})`}
        {delayMs !== undefined && `, tried again after ${formatDuration(delayMs)}`}
      </p>
      {message !== undefined && <p className={styles.message}>{message}</p>}
    </>
  );
}

function Event({ event, startTime }: { event: SpanEvent; startTime: number }) {
  const retry = readRetry(event);
  return (
    <li className={styles.event} data-kind={retry ? 'retry' : 'other'}>
      <time className={styles.time} title={formatExactTime(event.time / 1000)}>
        +{formatDuration((event.time - startTime) / 1000)}
      </time>
      <div className={styles.what}>
        {retry ? (
          <RetryText retry={retry} />
        ) : (
          <>
            <p>{event.name}</p>
            {Object.keys(event.attributes).length > 0 && <JsonText value={event.attributes} />}
          </>
        )}
      </div>
    </li>
  );
}

/** What happened while the span ran: failed attempts first of all. */
export function SpanEvents({ span }: { span: Span }) {
  const [isWhole, setIsWhole] = useState(false);
  const { events } = span;
  if (events.length === 0) return null;
  const shown = isWhole ? events : events.slice(0, shownFirst);
  return (
    <section className={styles.section} aria-label="Events">
      <h3 className={styles.title}>{formatCounted(events.length, 'event')} while it ran</h3>
      <ol role="list" className={styles.list}>
        <ByPosition items={shown}>
          {(event) => <Event event={event} startTime={span.start_time} />}
        </ByPosition>
      </ol>
      {shown.length < events.length && (
        <Button look="quiet" onClick={() => setIsWhole(true)}>
          Show all {events.length}
        </Button>
      )}
    </section>
  );
}
