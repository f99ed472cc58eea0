import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { DeleteTracesOptions, TraceStore } from '@outcrop/trace-store';
import type { WorkspaceStore } from '@outcrop/workspace-store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkProject, getIdentity } from '../auth/identity.ts';
import { ServerError } from '../server-error.ts';
import { deleteProjectSchema, deleteTraceSchema } from './trace-schema.ts';

export interface DeletionRoutesOptions {
  traceStore: TraceStore;
  workspaceStore: WorkspaceStore;
}

export async function deletionRoutes(
  instance: FastifyInstance,
  { traceStore, workspaceStore }: DeletionRoutesOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();

  /** Returns how many there were; what was deleted is in the audit log. */
  async function deleteTraces(request: FastifyRequest, options: DeleteTracesOptions): Promise<number> {
    const identity = getIdentity(request);
    const { project, traceId } = options;
    checkProject(identity, project);
    const count = await traceStore.deleteTraces(options);
    if (count === 0) return 0;
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
      if ((await deleteTraces(request, { project, traceId })) > 0) return reply.code(204).send(null);
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
      if ((await deleteTraces(request, { project })) > 0) return reply.code(204).send(null);
      throw new ServerError(`[outcrop] no project ${JSON.stringify(project)}: it has no traces`, {
        code: 'project_not_found',
        statusCode: 404,
      });
    },
  });
}
