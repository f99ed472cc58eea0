import type { TraceSummary } from '@outcrop/protocol';
import { Link } from '@tanstack/react-router';

import { classNames } from '../../../lib/class-names.ts';
import { formatCost, formatCount, formatCounted, formatTokens } from '../../../lib/format-number.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { measureDurationMs } from '../../../lib/measure-duration.ts';
import { shortenModel } from '../../../lib/shorten-model.ts';
import { takeFirstLine } from '../../../lib/take-first-line.ts';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { SpanStateMark } from '../../trace/components/span-state-mark.tsx';
import { rememberPosition } from '../list-position.ts';
import styles from './trace-row.module.css';
import tableStyles from './trace-table.module.css';

interface TraceRowProps {
  trace: TraceSummary;
  index: number;
  top: number;
  nowMs: number;
  /** The longest finished trace of the list, which fills the duration's bar. */
  longestMs: number;
  isFresh: boolean;
}

function Tokens({ metrics }: { metrics: TraceSummary['metrics'] }) {
  const cached = metrics.prompt_cached_tokens ?? 0;
  const output = metrics.completion_tokens ?? 0;
  const input = (metrics.prompt_tokens ?? 0) + cached + (metrics.prompt_cache_creation_tokens ?? 0);
  if (input + output === 0) return <span className={styles.none}>–</span>;
  const title = `${formatCounted(input, 'input token')}, of which ${formatCount(cached)} read from the cache; ${formatCounted(output, 'output token')}`;
  return (
    <span title={title} className={styles.tokens}>
      {cached > 0 && <span className={styles.cached}>{formatTokens(cached)} cached</span>}
      <span>
        {formatTokens(input)}
        <span className={styles.arrow}> → </span>
        {formatTokens(output)}
      </span>
    </span>
  );
}

function Models({ models }: { models: readonly string[] }) {
  const [first, ...others] = models;
  if (first === undefined) return <span className={styles.none}>–</span>;
  return (
    <span title={models.join('\n')}>
      {shortenModel(first)}
      {others.length > 0 && <span className={styles.others}> +{others.length}</span>}
    </span>
  );
}

export function TraceRow({ trace, index, top, nowMs, longestMs, isFresh }: TraceRowProps) {
  const isRunning = trace.end_time === null;
  const durationMs = measureDurationMs(trace, nowMs);
  const cost = trace.metrics.cost_usd;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      data-trace-id={trace.trace_id}
      className={classNames(tableStyles.row, styles.row, isFresh && styles.fresh)}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell" className={styles.state}>
        <SpanStateMark isRunning={isRunning} hasError={trace.error_count > 0} />
      </span>
      <span role="cell" className={styles.name}>
        <Link
          to="/projects/$project/traces/$traceId"
          params={{ project: trace.project, traceId: trace.trace_id }}
          className={styles.link}
          onClick={() => rememberPosition(trace.project, { traceId: trace.trace_id })}
        >
          {trace.name}
        </Link>
        {trace.error && (
          <span className={styles.error} title={trace.error.message}>
            <span className={styles.errorType}>{trace.error.type}</span> {takeFirstLine(trace.error.message)}
          </span>
        )}
      </span>
      <span role="cell" className={styles.model}>
        <Models models={trace.models} />
      </span>
      <span role="cell" className={styles.tokensCell}>
        <Tokens metrics={trace.metrics} />
      </span>
      <span role="cell" className={styles.cost}>
        {cost === undefined ? <span className={styles.none}>–</span> : formatCost(cost)}
      </span>
      <span role="cell" className={classNames(styles.duration, isRunning && styles.running)}>
        {formatDuration(durationMs)}
        <span
          aria-hidden="true"
          className={styles.durationBar}
          style={{ width: `${Math.min(100, Math.sqrt(durationMs / longestMs) * 100)}%` }}
        />
      </span>
      <span role="cell" className={styles.spans}>
        {formatCount(trace.span_count)}
      </span>
      <span role="cell" className={styles.started}>
        <TimeAgo time={trace.start_time} nowMs={nowMs} />
      </span>
    </div>
  );
}
