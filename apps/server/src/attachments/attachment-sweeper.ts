import type { AttachmentStore } from '@outcrop/attachment-store';
import type { TraceStore } from '@outcrop/trace-store';
import type { WorkspaceStore } from '@outcrop/workspace-store';

/** An SDK remembers for an hour what the server has, and then sends spans that refer to it: twice that. */
const usedWithinMs = 7_200_000;
const pageSize = 500;

export interface AttachmentSweeperOptions {
  traceStore: Pick<TraceStore, 'listLooseAttachments' | 'forgetAttachments'>;
  attachmentStore: Pick<AttachmentStore, 'deleteUnused'>;
  workspaceStore: Pick<WorkspaceStore, 'removeAttachmentProjects'>;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
}

export interface AttachmentSweeper {
  /**
   * Deletes the bytes that no span refers to any more, but for those that somebody sent or asked for of late, who may
   * send a span yet: they go with a later sweep. One sweep at a time; those who ask while one waits to begin share it.
   */
  sweep(): Promise<void>;
}

export function createAttachmentSweeper(options: AttachmentSweeperOptions): AttachmentSweeper {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    next = undefined;
    return sweepOnce(options);
  };
  return {
    sweep() {
      next ??= running = running.then(start, start);
      return next;
    },
  };
}

async function sweepOnce(options: AttachmentSweeperOptions): Promise<void> {
  const { traceStore, attachmentStore, workspaceStore, now } = options;
  const since = now() - usedWithinMs;
  for (let after: string | undefined; ;) {
    const hashes = await traceStore.listLooseAttachments({ after, limit: pageSize });
    after = hashes.at(-1);
    if (after === undefined) return;
    const gone: string[] = [];
    for (const sha256 of hashes) {
      if (!(await attachmentStore.deleteUnused(sha256, since))) continue;
      await workspaceStore.removeAttachmentProjects(sha256);
      gone.push(sha256);
    }
    if (gone.length > 0) await traceStore.forgetAttachments(gone);
  }
}
