import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { formatCounted } from '../../../lib/format-number.ts';
import { useNow } from '../../../lib/use-now.ts';
import { usePageTitle } from '../../../lib/use-page-title.ts';
import { useStandingError } from '../../../lib/use-standing-error.ts';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { FirstTrace } from '../../onboarding/components/first-trace.tsx';
import { projectsQuery } from '../api/projects-query.ts';
import styles from './projects-page.module.css';

export function ProjectsPage() {
  usePageTitle('Projects');
  const now = useNow(10_000);
  const query = useQuery({ ...projectsQuery, refetchInterval: 5000 });
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
          <li key={project.name}>
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
          </li>
        ))}
      </ul>
    </div>
  );
}
