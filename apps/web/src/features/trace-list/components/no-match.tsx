import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';

import { Notice } from '../../../ui/notice.tsx';

interface NoMatchProps {
  project: string;
  query: { hasNextPage: boolean; isFetching: boolean; fetchNextPage: () => Promise<unknown> };
}

/** Each answer looks at so many traces only: as long as there are older ones, the search goes on by itself. */
export function NoMatch({ project, query }: NoMatchProps) {
  const { hasNextPage, isFetching, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  if (hasNextPage || isFetching) return <Notice title="Searching …" />;
  return (
    <Notice
      title="No trace matches"
      actions={
        <Link to="/projects/$project" params={{ project }}>
          Show all traces of {project}
        </Link>
      }
    >
      <p>
        The search looks at names, models, errors, whole trace ids and the first 120 characters of what was
        asked and answered, not at what stands further on.
      </p>
    </Notice>
  );
}
