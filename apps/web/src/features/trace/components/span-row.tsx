import { memo } from 'react';

import { classNames } from '../../../lib/class-names.ts';
import { formatCost, formatCounted, formatTokens } from '../../../lib/format-number.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { measureDurationMs } from '../../../lib/measure-duration.ts';
import { Icon } from '../../../ui/icon.tsx';
import { readPartialAnswer } from '../../conversation/partial-answer.ts';
import { countRetries } from '../layout/span-events.ts';
import type { SpanNode } from '../layout/span-tree.ts';
import type { TimeScale } from '../layout/time-scale.ts';
import { SpanBar } from './span-bar.tsx';
import styles from './span-row.module.css';
import { SpanTypeIcon } from './span-type-icon.tsx';

interface SpanRowProps {
  node: SpanNode;
  top: number;
  scale: TimeScale;
  nowMs: number;
  /** It is not what is searched for. */
  isDim: boolean;
  isSelected: boolean;
  isTabStop: boolean;
  isCollapsed: boolean;
  onSelect: (spanId: string) => void;
  onToggle: (spanId: string) => void;
}

// A real trace was 1,400 levels deep: beyond this the level is a number and the names keep their room.
const deepestIndent = 10;
const indentWidth = 15;

function describe({ span, children }: SpanNode, durationMs: number): string {
  const state = span.error ? `failed with ${span.error.type}` : span.end_time === null ? 'running' : '';
  const parts = [
    span.name,
    span.type,
    formatDuration(durationMs),
    state,
    readPartialAnswer(span.metadata)?.label,
    children.length > 0 && formatCounted(children.length, 'child', 'children'),
  ];
  return parts.filter(Boolean).join(', ');
}

function Facts({ node }: { node: SpanNode }) {
  const { tokens, cost_usd: cost } = node.span.metrics;
  return (
    <span className={styles.facts}>
      {tokens !== undefined && <span title={formatCounted(tokens, 'token')}>{formatTokens(tokens)}</span>}
      {cost !== undefined && <span className={styles.cost}>{formatCost(cost)}</span>}
    </span>
  );
}

function Badges({ node: { span, isOrphan } }: { node: SpanNode }) {
  const partial = readPartialAnswer(span.metadata);
  const retries = countRetries(span);
  return (
    <>
      {isOrphan && (
        <span className={styles.orphan} title="Its parent span has not arrived">
          parent missing
        </span>
      )}
      {retries > 0 && (
        <span
          className={styles.partial}
          title={`${formatCounted(retries, 'attempt')} failed and was tried again`}
        >
          {formatCounted(retries, 'retry', 'retries')}
        </span>
      )}
      {partial && (
        <span className={styles.partial} title={partial.text}>
          {partial.label}
        </span>
      )}
    </>
  );
}

function Hidden({ node }: { node: SpanNode }) {
  const errors = node.descendantErrorCount;
  const label = `${formatCounted(node.descendantCount, 'span')} hidden${errors > 0 ? `, ${formatCounted(errors, 'error')} among them` : ''}`;
  return (
    <span className={classNames(styles.hidden, errors > 0 && styles.hiddenErrors)} title={label}>
      +{node.descendantCount}
    </span>
  );
}

/** Drawn anew only when it says something else: walking through thousands draws two rows a step. */
export const SpanRow = memo(function SpanRow(props: SpanRowProps) {
  const { node, top, scale, nowMs, isSelected, isCollapsed, onSelect, onToggle } = props;
  const { span, depth, children, parent } = node;
  const durationMs = measureDurationMs(span, nowMs);
  const hasChildren = children.length > 0;
  const siblings = parent?.children;
  return (
    <div
      role="treeitem"
      aria-label={describe(node, durationMs)}
      aria-level={depth + 1}
      aria-setsize={siblings?.length}
      aria-posinset={siblings && siblings.indexOf(node) + 1}
      aria-selected={isSelected}
      aria-expanded={hasChildren ? !isCollapsed : undefined}
      tabIndex={props.isTabStop ? 0 : -1}
      data-span-id={span.span_id}
      className={classNames(styles.row, span.error && styles.failed, props.isDim && styles.dim)}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onSelect(span.span_id)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          onSelect(span.span_id);
        }
      }}
    >
      <div className={styles.name}>
        <span
          className={styles.indent}
          style={{ width: Math.min(depth, deepestIndent) * indentWidth }}
          data-level={depth > deepestIndent ? depth : undefined}
        />
        {hasChildren ? (
          // The arrow keys do the same on the focused row.
          <span
            className={styles.chevron}
            data-open={!isCollapsed}
            aria-hidden="true"
            onClick={(event) => {
              event.stopPropagation();
              onToggle(span.span_id);
            }}
          >
            <Icon name="chevron" size={11} />
          </span>
        ) : (
          <span className={styles.leaf} />
        )}
        <SpanTypeIcon type={span.type} />
        <span className={styles.label} title={span.name}>
          {span.name}
        </span>
        <Badges node={node} />
        {isCollapsed && <Hidden node={node} />}
        <Facts node={node} />
      </div>
      <SpanBar span={span} scale={scale} nowMs={nowMs} label={formatDuration(durationMs)} />
    </div>
  );
});
