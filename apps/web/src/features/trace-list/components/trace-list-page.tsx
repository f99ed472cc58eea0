import { useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

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
import { useLiveTraces } from '../api/use-live-traces.ts';
import styles from './trace-list-page.module.css';
import { TraceTable } from './trace-table.tsx';

const shortcuts = [
  { keys: ['j', '↓'], does: 'Next trace' },
  { keys: ['k', '↑'], does: 'Previous trace' },
  { keys: ['Enter'], does: 'Open the trace' },
  { keys: ['g'], does: 'Back to the newest' },
  { keys: ['?'], does: 'This help' },
];

export function TraceListPage() {
  const { project } = useParams({ from: '/shell/projects/$project' });
  usePageTitle(project);
  useEffect(() => writeLastProject(project), [project]);
  const { query, traces, freshIds, liveState } = useLiveTraces(project);
  const error = useStandingError(query, project);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  useHotkeys({ '?': () => setIsHelpOpen(true) });

  if (error) return <RequestError error={error} onRetry={() => void query.refetch()} />;
  if (!traces) return <Skeleton rows={14} rowHeight={40} label="Loading traces" />;
  if (traces.length === 0) return <FirstTrace project={project} />;
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <h1 className={styles.title}>Traces</h1>
        <LiveStatus state={liveState} />
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
      <TraceTable
        key={project}
        project={project}
        traces={traces}
        freshIds={freshIds}
        hasMore={query.hasNextPage}
        isLoadingMore={query.isFetchingNextPage}
        loadMore={() => void query.fetchNextPage()}
      />
      {isHelpOpen && <ShortcutHelp shortcuts={shortcuts} onClose={() => setIsHelpOpen(false)} />}
    </div>
  );
}
