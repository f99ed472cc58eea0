import type { Span } from '@outcrop/protocol';

import { formatCost, formatCounted, formatTokenCount } from '../../../lib/format-number.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { measureDurationMs } from '../../../lib/measure-duration.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { SpanNode } from '../layout/span-tree.ts';
import styles from './span-links.module.css';
import { SpanTypeIcon } from './span-type-icon.tsx';

interface SpanLinksProps {
  node: SpanNode;
  onSelect: (spanId: string) => void;
}

const mostLinks = 50;

function listModelCalls(node: SpanNode): SpanNode[] {
  const calls: SpanNode[] = [];
  const stack = node.children.toReversed();
  for (let next = stack.pop(); next && calls.length <= mostLinks; next = stack.pop()) {
    if (next.span.type === 'llm') calls.push(next);
    stack.push(...next.children.toReversed());
  }
  return calls;
}

function describe({ type, metrics, ...span }: Span): string {
  if (type !== 'llm') return span.end_time === null ? 'running' : formatDuration(measureDurationMs(span, 0));
  const { tokens, cost_usd: cost } = metrics;
  return [tokens !== undefined && formatTokenCount(tokens), cost !== undefined && formatCost(cost)]
    .filter(Boolean)
    .join(', ');
}

/** What is beneath a span: the way on to the conversations themselves, or to its parts where there are none. */
export function SpanLinks({ node, onSelect }: SpanLinksProps) {
  const calls = listModelCalls(node);
  const linked = calls.length > 0 ? calls : node.children;
  if (linked.length === 0) return null;
  const name = calls.length > 0 ? 'model call' : 'part';
  return (
    <section className={styles.section}>
      <h3 className={styles.title}>
        {linked.length > mostLinks ? `The first ${mostLinks} ${name}s` : formatCounted(linked.length, name)}
      </h3>
      <ul role="list" className={styles.list}>
        {linked.slice(0, mostLinks).map(({ span }) => (
          <li key={span.span_id}>
            <button type="button" className={styles.call} onClick={() => onSelect(span.span_id)}>
              <SpanTypeIcon type={span.type} />
              <span className={styles.name}>{span.name}</span>
              {span.error && <span className={styles.error}>{span.error.type}</span>}
              <span className={styles.facts}>{describe(span)}</span>
              <Icon name="chevron" size={11} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
