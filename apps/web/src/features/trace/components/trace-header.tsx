import { Link } from '@tanstack/react-router';

import {
  formatCost,
  formatCount,
  formatCounted,
  formatShare,
  formatTokenCount,
} from '../../../lib/format-number.ts';
import { formatDuration, formatExactTime } from '../../../lib/format-time.ts';
import { useIsNarrow } from '../../../lib/use-media-query.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { LiveStatus } from '../../live/live-status.tsx';
import type { LiveState } from '../../live/use-project-events.ts';
import { recallPosition } from '../../trace-list/list-position.ts';
import type { SpanTree } from '../layout/span-tree.ts';
import type { TraceTotals } from '../layout/trace-totals.ts';
import { DeleteTrace } from './delete-trace.tsx';
import { chooseSpanState, SpanStateMark } from './span-state-mark.tsx';
import styles from './trace-header.module.css';

interface TraceHeaderProps {
  project: string;
  tree: SpanTree;
  totals: TraceTotals;
  liveState: LiveState;
  onHelp: () => void;
}

function Cost({ totals }: { totals: TraceTotals }) {
  const { costUsd, uncostedCount } = totals;
  if (costUsd === undefined && uncostedCount === 0) return null;
  if (uncostedCount === 0) return <li>{formatCost(costUsd ?? 0)}</li>;
  const title = `${formatCounted(uncostedCount, 'stream')} ended early: what else was billed is unknown`;
  return <li title={title}>{costUsd === undefined ? 'cost unknown' : `${formatCost(costUsd)}+`}</li>;
}

function Totals({ totals }: { totals: TraceTotals }) {
  const isRunning = totals.endTime === null;
  const now = useNow(isRunning ? 100 : 5000);
  const durationMs = (totals.endTime ?? now * 1000) / 1000 - totals.startTime / 1000;
  return (
    <ul role="list" className={styles.totals}>
      <li className={isRunning ? styles.running : styles.strong}>
        {formatDuration(durationMs)}
        {isRunning && ' so far'}
      </li>
      {totals.spanCount > 1 && <li>{formatCounted(totals.spanCount, 'span')}</li>}
      {totals.spanCount > 1 && totals.callCount > 0 && (
        <li>{formatCounted(totals.callCount, 'model call')}</li>
      )}
      {totals.tokens > 0 && (
        <li
          title={`${formatCounted(totals.tokens, 'token')}, ${formatCount(totals.cachedTokens)} of them from the cache`}
        >
          {formatTokenCount(totals.tokens)}
          {totals.cachedTokens > 0 && (
            <span className={styles.dim}> ({formatShare(totals.cachedTokens / totals.tokens)} cached)</span>
          )}
        </li>
      )}
      <Cost totals={totals} />
      {totals.errorCount > 0 && (
        <li className={styles.errors}>{formatCounted(totals.errorCount, 'error')}</li>
      )}
      {totals.partialCount > 0 && (
        <li className={styles.partial} title="Streams that ended before their whole answer was known">
          {totals.partialCount} partial
        </li>
      )}
      <li title={formatExactTime(totals.startTime / 1000)} className={styles.dim}>
        <TimeAgo time={totals.startTime} nowMs={now} />
      </li>
    </ul>
  );
}

export function TraceHeader({ project, tree, totals, liveState, onHelp }: TraceHeaderProps) {
  const isNarrow = useIsNarrow();
  const root = tree.roots[0]?.span;
  return (
    <header className={styles.header}>
      <Link
        to="/projects/$project"
        params={{ project }}
        search={recallPosition(project).filter}
        className={styles.back}
        aria-label={`All traces of ${project}`}
        title="All traces (Esc)"
      >
        <Icon name="back" size={16} />
      </Link>
      <div className={styles.main}>
        <div className={styles.titleLine}>
          <SpanStateMark state={chooseSpanState({ ...totals, isRunning: totals.endTime === null })} />
          <h1 className={styles.title} title={root?.name}>
            {root?.name ?? 'Trace'}
          </h1>
        </div>
        <Totals totals={totals} />
      </div>
      <div className={styles.tools}>
        {liveState !== 'connecting' && <LiveStatus state={liveState} />}
        <CopyButton
          text={() => window.location.href}
          subject="link to what you see"
          label={isNarrow ? undefined : 'Copy link'}
          look={isNarrow ? 'quiet' : 'outline'}
        />
        {root && <DeleteTrace project={project} traceId={root.trace_id} spanCount={totals.spanCount} />}
        <span className={styles.help}>
          <Button look="quiet" aria-label="Keyboard help" title="Keyboard (?)" onClick={onHelp}>
            <Icon name="keyboard" size={16} />
          </Button>
        </span>
      </div>
    </header>
  );
}
