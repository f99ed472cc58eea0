import type { TraceSummary } from '@outcrop/protocol';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';

import { classNames } from '../../../lib/class-names.ts';
import {
  formatCost,
  formatCount,
  formatCounted,
  formatExactCost,
  formatTokens,
} from '../../../lib/format-number.ts';
import { formatClock, formatDuration } from '../../../lib/format-time.ts';
import { measureDurationMs } from '../../../lib/measure-duration.ts';
import { shortenModel } from '../../../lib/shorten-model.ts';
import { takeFirstLine } from '../../../lib/take-first-line.ts';
import { Icon } from '../../../ui/icon.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { stripMarkdown } from '../../markdown/strip-markdown.ts';
import { chooseSpanState, SpanStateMark } from '../../trace/components/span-state-mark.tsx';
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
  const read = metrics.prompt_cached_tokens ?? 0;
  const written = metrics.prompt_cache_creation_tokens ?? 0;
  const output = metrics.completion_tokens ?? 0;
  const input = (metrics.prompt_tokens ?? 0) + read + written;
  if (input + output === 0) return <span className={styles.none}>–</span>;
  const title =
    `${formatCounted(input, 'input token')}, of which ${formatCount(read)} read from the cache and ` +
    `${formatCount(written)} written to it; ${formatCounted(output, 'output token')}`;
  return (
    <span title={title} className={styles.tokens}>
      <span>
        {formatTokens(input)}
        <span className={styles.arrow}> → </span>
        {formatTokens(output)}
      </span>
      {read + written > 0 && (
        <span className={styles.cached}>
          <Icon name="cache" size={10} />
          {read > 0 && <span>{formatTokens(read)} read</span>}
          {written > 0 && <span className={styles.written}>{formatTokens(written)} written</span>}
        </span>
      )}
    </span>
  );
}

function Cost({ trace }: { trace: TraceSummary }) {
  const { partial_count: partialCount, metrics } = trace;
  const cost = metrics.cost_usd;
  if (cost === undefined) {
    if (partialCount === 0) return <span className={styles.none}>–</span>;
    return <span title="The stream ended before its usage arrived">unknown</span>;
  }
  const isLeast = partialCount > 0;
  const title = isLeast
    ? `${formatExactCost(cost)}, and what the calls whose stream ended early cost`
    : formatExactCost(cost);
  return (
    <span title={title}>
      {formatCost(cost)}
      {isLeast && '+'}
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

/** What tells this trace from the next: what was asked, and what came of it. */
function Said({ trace }: { trace: TraceSummary }) {
  const { input_preview: input, output_preview: output, error } = trace;
  const question = input === null ? null : stripMarkdown(input);
  const answer = output === null ? null : stripMarkdown(output);
  return (
    <span className={styles.said}>
      {question !== null && (
        <span className={styles.question} title={question}>
          {question}
        </span>
      )}
      {error ? (
        <span className={styles.error} title={error.message}>
          <span className={styles.errorType}>{error.type}</span> {takeFirstLine(error.message)}
        </span>
      ) : (
        answer !== null && (
          <span className={styles.answer} title={answer}>
            {answer}
          </span>
        )
      )}
    </span>
  );
}

function Name({ trace }: { trace: TraceSummary }) {
  return (
    <span className={styles.title}>
      <Link
        to="/projects/$project/traces/$traceId"
        params={{ project: trace.project, traceId: trace.trace_id }}
        className={styles.link}
        onClick={() => rememberPosition(trace.project, { traceId: trace.trace_id })}
      >
        {trace.name}
      </Link>
      {trace.partial_count > 0 && (
        <span className={styles.partial} title="A stream ended before its whole answer was known">
          partial
        </span>
      )}
    </span>
  );
}

function Duration({ trace, nowMs, longestMs }: Pick<TraceRowProps, 'trace' | 'nowMs' | 'longestMs'>) {
  const durationMs = measureDurationMs(trace, nowMs);
  return (
    <span role="cell" className={classNames(styles.duration, trace.end_time === null && styles.running)}>
      {formatDuration(durationMs)}
      <span
        aria-hidden="true"
        className={styles.durationBar}
        style={{ width: `${Math.min(100, Math.sqrt(durationMs / longestMs) * 100)}%` }}
      />
    </span>
  );
}

/** Drawn anew only when it says something else: scrolling through thousands draws what comes into sight. */
export const TraceRow = memo(function TraceRow(props: TraceRowProps) {
  const { trace, index, top, nowMs, longestMs, isFresh } = props;
  const state = chooseSpanState({
    isRunning: trace.end_time === null,
    errorCount: trace.error_count,
    partialCount: trace.partial_count,
  });
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
        <SpanStateMark state={state} />
      </span>
      <span role="cell" className={styles.started}>
        <span>{formatClock(trace.start_time / 1000)}</span>
        <span className={styles.ago}>
          <TimeAgo time={trace.start_time} nowMs={nowMs} />
        </span>
      </span>
      <span role="cell" className={styles.what}>
        <Name trace={trace} />
        <Said trace={trace} />
      </span>
      <span role="cell" className={styles.model}>
        <Models models={trace.models} />
      </span>
      <span role="cell" className={styles.tokensCell}>
        <Tokens metrics={trace.metrics} />
      </span>
      <span role="cell" className={styles.cost}>
        <Cost trace={trace} />
      </span>
      <Duration trace={trace} nowMs={nowMs} longestMs={longestMs} />
      <span role="cell" className={styles.spans}>
        {formatCount(trace.span_count)}
      </span>
    </div>
  );
});
