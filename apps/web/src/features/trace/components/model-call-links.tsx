import { formatCost, formatCounted, formatTokenCount } from '../../../lib/format-number.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { SpanNode } from '../layout/span-tree.ts';
import styles from './model-call-links.module.css';
import { SpanTypeIcon } from './span-type-icon.tsx';

interface ModelCallLinksProps {
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

/** What is beneath a task: the way on to the conversations themselves. */
export function ModelCallLinks({ node, onSelect }: ModelCallLinksProps) {
  const calls = listModelCalls(node);
  if (calls.length === 0) return null;
  const shown = calls.slice(0, mostLinks);
  return (
    <section className={styles.section}>
      <h3 className={styles.title}>
        {calls.length > mostLinks
          ? `The first ${mostLinks} model calls`
          : formatCounted(calls.length, 'model call')}
      </h3>
      <ul role="list" className={styles.list}>
        {shown.map(({ span }) => (
          <li key={span.span_id}>
            <button type="button" className={styles.call} onClick={() => onSelect(span.span_id)}>
              <SpanTypeIcon type={span.type} />
              <span className={styles.name}>{span.name}</span>
              {span.error && <span className={styles.error}>{span.error.type}</span>}
              <span className={styles.facts}>
                {span.metrics.tokens !== undefined && formatTokenCount(span.metrics.tokens)}
                {span.metrics.cost_usd !== undefined && `, ${formatCost(span.metrics.cost_usd)}`}
              </span>
              <Icon name="chevron" size={11} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
