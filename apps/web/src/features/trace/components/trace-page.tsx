import { Link, useParams, useSearch } from '@tanstack/react-router';

import { isNotFound } from '../../../lib/describe-error.ts';
import { useStandingError } from '../../../lib/use-standing-error.ts';
import { Notice } from '../../../ui/notice.tsx';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useLiveTrace } from '../api/use-live-trace.ts';
import { LoadedTrace } from './loaded-trace.tsx';

export function TracePage() {
  const { project, traceId } = useParams({ from: '/shell/projects/$project/traces/$traceId' });
  const { span, view } = useSearch({ from: '/shell/projects/$project/traces/$traceId' });
  const { query, liveState } = useLiveTrace(project, traceId);
  const error = useStandingError(query, traceId);

  if (query.data && isNotFound(query.error)) return <DeletedTrace project={project} />;
  if (query.data) {
    return (
      <LoadedTrace
        key={traceId}
        project={project}
        spans={query.data.spans}
        askedId={span}
        lens={view ?? 'conversation'}
        liveState={liveState}
      />
    );
  }
  if (!error) return <Skeleton rows={14} rowHeight={30} label="Loading the trace" />;
  if (isNotFound(error)) return <UnknownTrace project={project} traceId={traceId} />;
  return <RequestError error={error} onRetry={() => void query.refetch()} />;
}

function DeletedTrace({ project }: { project: string }) {
  return (
    <Notice
      title="This trace was deleted"
      actions={
        <Link to="/projects/$project" params={{ project }}>
          All traces of {project}
        </Link>
      }
    >
      <p>It went while you were reading it, by hand or because traces are kept for so long only.</p>
    </Notice>
  );
}

function UnknownTrace({ project, traceId }: { project: string; traceId: string }) {
  return (
    <Notice
      tone="error"
      title="There is no such trace"
      actions={
        <Link to="/projects/$project" params={{ project }}>
          All traces of {project}
        </Link>
      }
    >
      <p>
        Outcrop has no span of trace <code>{traceId}</code>. It may not have arrived yet, or belong to another
        server or data directory. If it arrives, this page shows it.
      </p>
    </Notice>
  );
}
