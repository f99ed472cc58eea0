import type { SpanDetail as SpanDetailAnswer } from '@outcrop/protocol';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { memo, useDeferredValue } from 'react';

import { classNames } from '../../../lib/class-names.ts';
import { useStandingError } from '../../../lib/use-standing-error.ts';
import { Notice } from '../../../ui/notice.tsx';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { spanQuery } from '../api/trace-query.ts';
import type { SpanNode } from '../layout/span-tree.ts';
import type { TraceLens } from '../trace-lens.ts';
import { LensTabs } from './lens-tabs.tsx';
import { SpanErrorPanel } from './span-error-panel.tsx';
import { SpanEvents } from './span-events.tsx';
import { SpanHeading } from './span-heading.tsx';
import { SpanLens } from './span-lens.tsx';
import { SpanMetricsView } from './span-metrics-view.tsx';
import { SpanParameters } from './span-parameters.tsx';
import styles from './span-detail.module.css';

interface SpanDetailProps {
  node: SpanNode | undefined;
  askedId: string | undefined;
  project: string;
  lens: TraceLens;
  /** The trace has no other span: its name and its sums stand above already. */
  isAlone: boolean;
  /** Whether there is room for what else is known of it. */
  hasFactsBeside: boolean;
  onLensChange: (lens: TraceLens) => void;
  onSelect: (spanId: string) => void;
  /** Present where the details cover the tree. */
  onClose: (() => void) | undefined;
}

/** Drawn anew only when it says something else: a long conversation must not slow down the search in the tree. */
export const SpanDetail = memo(function SpanDetail(props: SpanDetailProps) {
  // Holding an arrow key must move through the tree at full speed; the details catch up.
  const node = useDeferredValue(props.node) ?? props.node;
  if (!props.node && props.askedId === undefined) {
    return <Skeleton rows={8} rowHeight={44} label="Looking for a span with content" />;
  }
  if (!props.node || !node) {
    return (
      <Notice title="This span is not in the trace">
        <p>
          The address names <code>{props.askedId}</code>, which has not arrived. It opens as soon as it does;
          the other spans are on the left.
        </p>
      </Notice>
    );
  }
  return <LoadedSpan {...props} node={node} />;
});

type LoadedSpanProps = SpanDetailProps & { node: SpanNode };

function LoadedSpan(props: LoadedSpanProps) {
  const { node, project, lens, isAlone, hasFactsBeside, onLensChange, onClose } = props;
  const query = useQuery(spanQuery(node.span.span_id, node.span.revision));
  const span = query.data?.span ?? node.span;
  const isBeside = hasFactsBeside && lens === 'conversation';
  return (
    <section className={styles.detail} aria-label={`Span ${span.name}`} data-own-arrows>
      <SpanHeading span={span} project={project} isAlone={isAlone} onClose={onClose} />
      <LensTabs lens={lens} isModelCall={span.type === 'llm'} onChange={onLensChange} />
      <div
        id="lens"
        role="tabpanel"
        aria-labelledby={`lens-${lens}`}
        tabIndex={0}
        // Another span or lens begins at its top.
        key={`${span.span_id} ${lens}`}
        className={classNames(styles.body, isBeside && styles.beside)}
        data-lens={lens}
      >
        <div className={isBeside ? styles.read : styles.whole}>
          <Content {...props} query={query} />
        </div>
        {isBeside && (
          <aside className={styles.facts} aria-label="Facts">
            <SpanMetricsView span={span} />
            <SpanParameters span={span} />
          </aside>
        )}
      </div>
    </section>
  );
}

type ContentProps = Pick<LoadedSpanProps, 'node' | 'lens' | 'onSelect'> & {
  query: UseQueryResult<SpanDetailAnswer>;
};

/** The error and the events are known before the content is. */
function Content({ node, lens, onSelect, query }: ContentProps) {
  const error = useStandingError(query, node.span.span_id);
  const span = query.data?.span ?? node.span;
  return (
    <>
      {span.error && lens !== 'json' && <SpanErrorPanel error={span.error} />}
      {lens === 'conversation' && <SpanEvents span={span} />}
      {error && <RequestError error={error} onRetry={() => void query.refetch()} />}
      {!error && !query.data && <Skeleton rows={6} rowHeight={44} label="Loading the span's content" />}
      {query.data && <SpanLens span={span} node={node} lens={lens} onSelect={onSelect} />}
    </>
  );
}
