import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';

import { useStandingError } from '../../../lib/use-standing-error.ts';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { FirstTrace } from '../../onboarding/components/first-trace.tsx';
import { projectsQuery } from '../api/projects-query.ts';
import { readLastProject } from '../last-project.ts';

/** Goes on to where the reader was, or teaches the way to the first trace. */
export function HomePage() {
  const query = useQuery({
    ...projectsQuery,
    // A project begins with its first span, and no event of a project can tell that it began.
    refetchInterval: ({ state }) => (state.data && state.data.projects.length > 0 ? false : 2000),
  });
  const error = useStandingError(query);
  if (error) return <RequestError error={error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton rows={8} rowHeight={40} label="Loading projects" />;
  const { projects } = query.data;
  const last = projects.find(({ name }) => name === readLastProject());
  const project = last ?? (projects.length === 1 ? projects[0] : undefined);
  if (project) return <Navigate to="/projects/$project" params={{ project: project.name }} replace />;
  if (projects.length > 0) return <Navigate to="/projects" replace />;
  return <FirstTrace project={undefined} />;
}
