import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';

import { useHotkeys } from '../../../lib/use-hotkeys.ts';
import { usePageTitle } from '../../../lib/use-page-title.ts';
import { useStandingError } from '../../../lib/use-standing-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { RequestError } from '../../../ui/request-error.tsx';
import { ShortcutHelp } from '../../../ui/shortcut-help.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { LiveStatus } from '../../live/live-status.tsx';
import { FirstTrace } from '../../onboarding/components/first-trace.tsx';
import { writeLastProject } from '../../projects/last-project.ts';
import type { TraceFilterQuery } from '../api/trace-list-query.ts';
import { useLiveTraces } from '../api/use-live-traces.ts';
import { rememberPosition } from '../list-position.ts';
import { findStartedFrom, isFiltering, type ListFilter } from '../trace-filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { useKnownModels } from './use-known-models.ts';
import { NoMatch } from './no-match.tsx';
import styles from './trace-list-page.module.css';
import { TraceTable } from './trace-table.tsx';

const shortcuts = [
  { keys: ['j', '↓'], does: 'Next trace' },
  { keys: ['k', '↑'], does: 'Previous trace' },
  { keys: ['Enter'], does: 'Open the trace' },
  { keys: ['/'], does: 'Search' },
  { keys: ['!'], does: 'Errors only, or all' },
  { keys: ['g'], does: 'Back to the newest' },
  { keys: ['?'], does: 'This help' },
];

/** The filter of the address in the server's words. */
function useFilterQuery({ q, model, errors, since }: ListFilter): TraceFilterQuery {
  // The start of the range is chosen once: a cursor goes on with the filter it began with.
  const [range, setRange] = useState(() => ({ since, startedFrom: findStartedFrom(since, Date.now()) }));
  // oxlint-disable-next-line react/purity -- the moment of the choice, kept until the next one
  if (range.since !== since) setRange({ since, startedFrom: findStartedFrom(since, Date.now()) });
  const { startedFrom } = range;
  return useMemo(
    () => ({ search: q, model, has_error: errors && true, started_from: startedFrom }),
    [q, model, errors, startedFrom],
  );
}

export function TraceListPage() {
  const { project } = useParams({ from: '/shell/projects/$project' });
  const filter = useSearch({ from: '/shell/projects/$project' });
  usePageTitle(project);
  useEffect(() => writeLastProject(project), [project]);
  useEffect(() => rememberPosition(project, { filter }), [project, filter]);
  const { query, traces, freshIds, liveState } = useLiveTraces(project, useFilterQuery(filter));
  const models = useKnownModels(project, traces, filter.model);
  const error = useStandingError(query, project);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  useHotkeys({ '?': () => setIsHelpOpen(true) });

  if (error) return <RequestError error={error} onRetry={() => void query.refetch()} />;
  if (!traces) return <Skeleton rows={14} rowHeight={54} label="Loading traces" />;
  if (traces.length === 0 && !isFiltering(filter) && !query.isPlaceholderData) {
    return <FirstTrace project={project} />;
  }
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <h1 className={styles.title}>Traces</h1>
        <LiveStatus state={liveState} />
        <FilterBar project={project} filter={filter} models={models} />
        <div className={styles.tools}>
          <Button
            look="quiet"
            aria-label="Keyboard help"
            title="Keyboard (?)"
            onClick={() => setIsHelpOpen(true)}
          >
            <Icon name="keyboard" size={16} />
          </Button>
        </div>
      </header>
      {traces.length === 0 ? (
        <NoMatch project={project} query={query} />
      ) : (
        <TraceTable
          key={`${project} ${JSON.stringify(filter)}`}
          project={project}
          traces={traces}
          freshIds={freshIds}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          loadMore={() => void query.fetchNextPage()}
        />
      )}
      {isHelpOpen && <ShortcutHelp shortcuts={shortcuts} onClose={() => setIsHelpOpen(false)} />}
    </div>
  );
}
