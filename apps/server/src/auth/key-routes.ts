import { Type, type TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { ApiKeyList, CreatedApiKey } from '@outcrop/protocol';
import type { WorkspaceStore } from '@outcrop/workspace-store';
import type { FastifyInstance } from 'fastify';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOrSession } from '../openapi/security.ts';
import { ServerError } from '../server-error.ts';
import { createApiKey } from './create-api-key.ts';

const keyFields = {
  id: Type.String(),
  name: Type.String(),
  prefix: Type.String({ description: 'The first characters of the key.' }),
  created_at: Type.Integer({ description: 'Microseconds since the Unix epoch.' }),
  last_used_at: Type.Unsafe({ type: ['integer', 'null'], description: 'To the minute.' }),
};
const keyListSchema = Type.Object(
  { keys: Type.Array(Type.Object(keyFields, { additionalProperties: false })) },
  { $id: 'ApiKeyList', additionalProperties: false },
);
const createdKeySchema = Type.Object(
  { ...keyFields, key: Type.String({ description: 'Shown only now.' }) },
  { $id: 'CreatedApiKey', additionalProperties: false },
);
const common = { tags: ['auth'], security: keyOrSession };

export interface KeyRoutesOptions {
  workspaceStore: WorkspaceStore;
}

export async function keyRoutes(
  instance: FastifyInstance,
  { workspaceStore }: KeyRoutesOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(keyListSchema);
  app.addSchema(createdKeySchema);

  app.get('/api/keys', {
    schema: {
      ...common,
      operationId: 'listKeys',
      summary: 'The API keys, newest first, without their secrets.',
      response: { 200: answerOf<ApiKeyList>('ApiKeyList', 'The keys.'), ...errorAnswers(401, 403, 503) },
    },
    handler: async () => ({ keys: await workspaceStore.listApiKeys() }),
  });

  app.post('/api/keys', {
    schema: {
      ...common,
      operationId: 'createKey',
      summary: 'Create an API key. The answer is the only time it is shown.',
      body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }) }),
      response: {
        201: answerOf<CreatedApiKey>('CreatedApiKey', 'Created.'),
        ...errorAnswers(400, 401, 403, 503),
      },
    },
    handler: async ({ body }, reply) =>
      reply.code(201).send(await createApiKey(workspaceStore, body.name.trim())),
  });

  app.delete('/api/keys/:id', {
    schema: {
      ...common,
      operationId: 'revokeKey',
      summary: 'Revoke an API key at once.',
      params: Type.Object({ id: Type.String() }),
      response: { 204: Type.Null({ description: 'Revoked.' }), ...errorAnswers(401, 403, 404, 503) },
    },
    async handler({ params }, reply) {
      if (await workspaceStore.revokeApiKey(params.id)) return reply.code(204).send(null);
      throw new ServerError(`[outcrop] no API key ${params.id}: it was revoked already, or never existed`, {
        code: 'key_not_found',
        statusCode: 404,
      });
    },
  });
}
