import type { ProjectSummary } from '@outcrop/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { formatCounted } from '../../../lib/format-number.ts';
import { useNow } from '../../../lib/use-now.ts';
import { usePageTitle } from '../../../lib/use-page-title.ts';
import { useStandingError } from '../../../lib/use-standing-error.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { FirstTrace } from '../../onboarding/components/first-trace.tsx';
import { useDeleteProject } from '../api/use-delete-project.ts';
import { serverInfoQuery } from '../../onboarding/api/server-info-query.ts';
import { projectsQuery } from '../api/projects-query.ts';
import styles from './projects-page.module.css';

export function ProjectsPage() {
  usePageTitle('Projects');
  const now = useNow(10_000);
  const query = useQuery({ ...projectsQuery, refetchInterval: 5000 });
  const retentionDays = useQuery(serverInfoQuery).data?.retention_days;
  const [deleting, setDeleting] = useState<ProjectSummary>();
  const deletion = useDeleteProject();
  const error = useStandingError(query);
  if (error) return <RequestError error={error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={5} rowHeight={60} label="Loading projects" />;
  const projects = query.data.projects.toSorted(
    (a, b) => (b.last_start_time ?? 0) - (a.last_start_time ?? 0),
  );
  if (projects.length === 0) return <FirstTrace project={undefined} />;
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>Projects</h1>
      <ul role="list" className={styles.list}>
        {projects.map((project) => (
          <li key={project.name} className={styles.item}>
            <Link to="/projects/$project" params={{ project: project.name }} className={styles.project}>
              <span className={styles.name}>{project.name}</span>
              <span className={styles.facts}>
                {formatCounted(project.trace_count, 'trace')}
                {project.last_start_time !== null && (
                  <>
                    {', last '}
                    <TimeAgo time={project.last_start_time} nowMs={now} />
                  </>
                )}
              </span>
            </Link>
            <Button
              look="quiet"
              aria-label={`Delete ${project.name}`}
              title="Delete"
              onClick={() => setDeleting(project)}
            >
              <Icon name="trash" />
            </Button>
          </li>
        ))}
      </ul>
      {retentionDays != null && (
        <p className={styles.retention}>
          Traces are kept for {formatCounted(retentionDays, 'day')}: OUTCROP_RETENTION_DAYS of the server.
        </p>
      )}
      {deleting && (
        <ConfirmDialog
          title={`Delete “${deleting.name}”?`}
          confirm="Delete project"
          error={deletion.error}
          isPending={deletion.isPending}
          onConfirm={() => deletion.mutate(deleting.name, { onSuccess: () => setDeleting(undefined) })}
          onClose={() => {
            deletion.reset();
            setDeleting(undefined);
          }}
        >
          <p>
            It takes {formatCounted(deleting.trace_count, 'trace')} for good, with their attachments. The
            project’s keys and providers stay.
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}
