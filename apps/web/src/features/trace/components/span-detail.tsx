import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';

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
import styles from './span-detail.module.css';

interface SpanDetailProps {
  node: SpanNode | undefined;
  askedId: string | undefined;
  project: string;
  lens: TraceLens;
  onLensChange: (lens: TraceLens) => void;
  onSelect: (spanId: string) => void;
  /** Present where the details cover the tree. */
  onClose: (() => void) | undefined;
}

export function SpanDetail(props: SpanDetailProps) {
  // Holding an arrow key must move through the tree at full speed; the details catch up.
  const node = useDeferredValue(props.node);
  if (!props.node || !node) {
    return (
      <Notice title="This span is not in the trace">
        <p>
          {props.askedId === undefined ? (
            'Choose a span on the left.'
          ) : (
            <>
              The address names <code>{props.askedId}</code>, which has not arrived. It opens as soon as it
              does; the other spans are on the left.
            </>
          )}
        </p>
      </Notice>
    );
  }
  return <LoadedSpan {...props} node={node} />;
}

function LoadedSpan({
  node,
  project,
  lens,
  onLensChange,
  onSelect,
  onClose,
}: SpanDetailProps & { node: SpanNode }) {
  const query = useQuery(spanQuery(node.span.span_id, node.span.revision));
  const error = useStandingError(query, node.span.span_id);
  const span = query.data?.span ?? node.span;
  return (
    <section className={styles.detail} aria-label={`Span ${span.name}`} data-own-arrows>
      <SpanHeading span={span} project={project} onClose={onClose} />
      <LensTabs lens={lens} isModelCall={span.type === 'llm'} onChange={onLensChange} />
      <div
        id="lens"
        role="tabpanel"
        aria-labelledby={`lens-${lens}`}
        tabIndex={0}
        // Another span or lens begins at its top.
        key={`${span.span_id} ${lens}`}
        className={styles.body}
        data-lens={lens}
      >
        {span.error && lens !== 'json' && <SpanErrorPanel error={span.error} />}
        {lens === 'conversation' && <SpanEvents span={span} />}
        {error && <RequestError error={error} onRetry={() => void query.refetch()} />}
        {!error && !query.data && <Skeleton rows={6} rowHeight={44} label="Loading the span's content" />}
        {query.data && <SpanLens span={span} node={node} lens={lens} onSelect={onSelect} />}
      </div>
    </section>
  );
}
