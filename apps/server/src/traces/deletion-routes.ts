import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { DeleteTracesOptions } from '@outcrop/trace-store';
import type { WorkspaceStore } from '@outcrop/workspace-store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkProject, getIdentity } from '../auth/identity.ts';
import { ServerError } from '../server-error.ts';
import type { DeleteTraces } from './trace-deleter.ts';
import { deleteProjectSchema, deleteTraceSchema } from './trace-schema.ts';

export interface DeletionRoutesOptions {
  deleteTraces: DeleteTraces;
  /** Deletes the attachments that nothing refers to any more; nobody waits for it. */
  sweepAttachments: () => void;
  workspaceStore: WorkspaceStore;
}

export async function deletionRoutes(
  instance: FastifyInstance,
  { deleteTraces, sweepAttachments, workspaceStore }: DeletionRoutesOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  /** Returns how many there were; what was deleted is in the audit log. */
  async function deleteFor(request: FastifyRequest, options: DeleteTracesOptions): Promise<number> {
    const identity = getIdentity(request);
    const { project, traceId } = options;
    checkProject(identity, project);
    const count = await deleteTraces(options);
    if (count === 0) return 0;
    sweepAttachments();
    await workspaceStore.appendAuditNote({
      actor: identity.name,
      action: traceId === undefined ? 'project.deleted' : 'trace.deleted',
      subject: traceId ?? project,
      details: traceId === undefined ? { trace_count: count } : { project },
    });
    return count;
  }

  app.delete('/api/projects/:name/traces/:trace_id', {
    schema: deleteTraceSchema,
    async handler(request, reply) {
      const { name: project, trace_id: traceId } = request.params;
      if ((await deleteFor(request, { project, traceId })) > 0) return reply.code(204).send(null);
      throw new ServerError(`[outcrop] the project ${JSON.stringify(project)} has no trace ${traceId}`, {
        code: 'trace_not_found',
        statusCode: 404,
      });
    },
  });

  app.delete('/api/projects/:name', {
    schema: deleteProjectSchema,
    async handler(request, reply) {
      const { name: project } = request.params;
      if ((await deleteFor(request, { project })) > 0) return reply.code(204).send(null);
      throw new ServerError(`[outcrop] no project ${JSON.stringify(project)}: it has no traces`, {
        code: 'project_not_found',
        statusCode: 404,
      });
    },
  });
}
