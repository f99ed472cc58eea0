import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { formatCounted } from '../../../lib/format-number.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { recallPosition } from '../../trace-list/list-position.ts';
import { useDeleteTrace } from '../api/use-delete-trace.ts';

interface DeleteTraceProps {
  project: string;
  traceId: string;
  spanCount: number;
}

export function DeleteTrace({ project, traceId, spanCount }: DeleteTraceProps) {
  const navigate = useNavigate();
  const [isAsking, setIsAsking] = useState(false);
  const deletion = useDeleteTrace(project, traceId);

  function goToList(): void {
    const search = recallPosition(project).filter;
    void navigate({ to: '/projects/$project', params: { project }, search, replace: true });
  }

  return (
    <>
      <Button look="quiet" aria-label="Delete this trace" title="Delete" onClick={() => setIsAsking(true)}>
        <Icon name="trash" size={16} />
      </Button>
      {isAsking && (
        <ConfirmDialog
          title="Delete this trace?"
          confirm="Delete trace"
          error={deletion.error}
          isPending={deletion.isPending}
          onConfirm={() => deletion.mutate(undefined, { onSuccess: goToList })}
          onClose={() => {
            deletion.reset();
            setIsAsking(false);
          }}
        >
          <p>
            It takes {formatCounted(spanCount, 'span')} out of the project {project} for good, and the
            attachments that no other trace shows.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
