import type { JsonValue, Span } from '@outcrop/protocol';

import { SpanContent } from '../../conversation/components/span-content.tsx';
import { JsonTree } from '../../json/components/json-tree.tsx';
import type { SpanNode } from '../layout/span-tree.ts';
import type { TraceLens } from '../trace-lens.ts';
import { BedrockRequest } from './bedrock-request.tsx';
import { DroppedFields } from './dropped-fields.tsx';
import { SpanLinks } from './span-links.tsx';
import { SpanMetricsView } from './span-metrics-view.tsx';
import { SpanParameters } from './span-parameters.tsx';

interface SpanLensProps {
  span: Span;
  node: SpanNode;
  lens: TraceLens;
  onSelect: (spanId: string) => void;
}

export function SpanLens({ span, node, lens, onSelect }: SpanLensProps) {
  switch (lens) {
    case 'conversation':
      return (
        <>
          <DroppedFields metadata={span.metadata} />
          <SpanContent span={span} />
          <BedrockRequest metadata={span.metadata} />
          {span.type !== 'llm' && <SpanLinks node={node} onSelect={onSelect} />}
        </>
      );
    case 'parameters':
      return <SpanParameters span={span} />;
    case 'metrics':
      return <SpanMetricsView span={span} />;
    case 'json':
      // The server's answer came as JSON, so it is nothing else.
      return <JsonTree document={span as unknown as JsonValue} name="span" />;
    default:
      return lens satisfies never;
  }
}
