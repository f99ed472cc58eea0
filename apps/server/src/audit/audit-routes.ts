import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { AuditLog } from '@outcrop/protocol';
import type { WorkspaceStore } from '@outcrop/workspace-store';
import type { FastifyInstance } from 'fastify';
import { checkOwner, getIdentity } from '../auth/identity.ts';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOrSession } from '../openapi/security.ts';

const auditLogSchema = Type.Object(
  {
    entries: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          at: Type.Integer({ description: 'Microseconds since the Unix epoch.' }),
          actor: Type.String({ description: 'The name of the API key, or session.' }),
          action: Type.String({ description: 'Such as provider.created.' }),
          subject: Type.String(),
          details: Type.Unsafe({
            type: 'object',
            additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
            description: 'What changed, without secrets.',
          }),
        },
        { additionalProperties: false },
      ),
    ),
    next_cursor: Type.Unsafe({ type: ['string', 'null'] }),
  },
  { $id: 'AuditLog', additionalProperties: false, description: 'Newest first.' },
);

export interface AuditRoutesOptions {
  workspaceStore: WorkspaceStore;
}

export async function auditRoutes(
  instance: FastifyInstance,
  { workspaceStore }: AuditRoutesOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(auditLogSchema);
  app.get('/api/audit-log', {
    schema: {
      tags: ['server'],
      security: keyOrSession('admin'),
      operationId: 'listAuditLog',
      summary: 'Who changed which settings, newest first.',
      querystring: Type.Object({
        limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
        cursor: Type.Optional(Type.String({ description: 'next_cursor of the page before.' })),
      }),
      response: {
        200: answerOf<AuditLog>('AuditLog', 'A page of the log.'),
        ...errorAnswers(400, 401, 403, 503),
      },
    },
    handler(request) {
      // Its entries are of every project.
      checkOwner(getIdentity(request), null);
      return workspaceStore.listAuditLog(request.query);
    },
  });
}
