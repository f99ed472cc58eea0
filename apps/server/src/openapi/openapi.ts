import swagger from '@fastify/swagger';
import { Type } from 'typebox';
import type { FastifyInstance } from 'fastify';
import { apiErrorSchema } from './error-answers.ts';
import { noSecurity, securitySchemes } from './security.ts';

/** Collects the schemas of the routes that are registered after it. */
export async function registerOpenapi(app: FastifyInstance, version: string): Promise<void> {
  app.addSchema(apiErrorSchema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Outcrop',
        version,
        description:
          'Every Amazon Bedrock call, visible and steerable. Times are microseconds since the Unix epoch. ' +
          'Errors are `{ "error": { "code", "message" } }`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: { securitySchemes },
      tags: [
        { name: 'ingest', description: 'Sending spans.' },
        { name: 'traces', description: 'Reading projects, traces and spans.' },
        { name: 'providers', description: 'Where models are called, and which.' },
        { name: 'auth', description: 'API keys and sessions.' },
        { name: 'server', description: 'The server itself.' },
      ],
    },
    refResolver: {
      // Keeps the name a schema was registered under.
      buildLocalReference: (schema) => String((schema as { $id?: string }).$id),
    },
  });
}

export async function openapiRoutes(app: FastifyInstance): Promise<void> {
  app.get('/api/openapi.json', {
    schema: {
      tags: ['server'],
      operationId: 'getOpenapi',
      summary: 'This description.',
      security: noSecurity,
      response: { 200: Type.Object({}, { additionalProperties: true, description: 'OpenAPI 3.1.' }) },
    },
    handler: async () => app.swagger() as unknown as Record<string, unknown>,
  });
}
