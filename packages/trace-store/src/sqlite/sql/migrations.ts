import { addPartialSpans } from './partial-spans.ts';
import { addPositionsByTrace } from './positions-by-trace.ts';
import { addPreviews } from './previews.ts';
import { projectsTable } from './projects.ts';
import { addSpanAttachments } from './span-attachments.ts';
import { spanContentsTable } from './span-contents.ts';
import { addSpanEvents } from './span-events.ts';
import { spansTable } from './spans.ts';
import { storeIdentityTable } from './store-identity.ts';
import { tracePositionsTable } from './trace-positions.ts';
import { tracesTable } from './traces.ts';

/** In order. Append only: a released migration never changes. */
export const migrations: readonly string[] = [
  [storeIdentityTable, projectsTable, tracesTable, tracePositionsTable, spansTable, spanContentsTable].join(
    '',
  ),
  addSpanEvents,
  addPartialSpans,
  addPreviews,
  addPositionsByTrace,
  addSpanAttachments,
];
