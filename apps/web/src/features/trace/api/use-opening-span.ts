import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { listOpeningNodes, type SpanTree } from '../layout/span-tree.ts';
import { spanQuery } from './trace-query.ts';

/** The span to open when the address names none; undefined while it is looked for, and of a trace without spans. */
export function useOpeningSpan(tree: SpanTree, isWanted: boolean): string | undefined {
  const queryClient = useQueryClient();
  // Chosen once: a span that comes later must not pull the reader away from what they read.
  const [candidates] = useState(() => listOpeningNodes(tree).map(({ span }) => span));
  const [first] = candidates;

  async function findFirstWithContent(): Promise<string | null> {
    for (const { span_id: id, revision } of candidates) {
      const { span } = await queryClient.ensureQueryData(spanQuery(id, revision));
      if (span.input !== undefined || span.output !== undefined) return id;
    }
    return first?.span_id ?? null;
  }

  const isCertain = candidates.length < 2;
  const query = useQuery({
    queryKey: ['opening-span', ...candidates.map(({ span_id, revision }) => `${span_id} ${revision}`)],
    queryFn: findFirstWithContent,
    enabled: isWanted && !isCertain,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return isCertain || query.isError ? first?.span_id : (query.data ?? undefined);
}
