import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { ServerInfo } from '@outcrop/protocol';
import type { FastifyInstance } from 'fastify';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOrSession } from '../openapi/security.ts';

const serverInfoSchema = Type.Object(
  {
    version: Type.String(),
    data_directory: Type.String(),
    retention_days: Type.Unsafe<number | null>({
      type: ['integer', 'null'],
      description: 'How long traces are kept; null: for ever.',
    }),
    api_url: Type.String({ description: 'What an app sets OUTCROP_API_URL to.' }),
  },
  { $id: 'ServerInfo', additionalProperties: false },
);

export interface InfoRoutesOptions {
  version: string;
  dataDirectory: string;
  retentionDays: number | undefined;
}

export async function infoRoutes(instance: FastifyInstance, options: InfoRoutesOptions): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(serverInfoSchema);
  app.get('/api/info', {
    schema: {
      tags: ['server'],
      operationId: 'getInfo',
      summary: 'Version, data directory and address of this server.',
      security: keyOrSession('ingest', 'read', 'gateway'),
      response: { 200: answerOf<ServerInfo>('ServerInfo', 'The server.'), ...errorAnswers(401, 403) },
    },
    handler: async ({ protocol, host }) => ({
      version: options.version,
      data_directory: options.dataDirectory,
      retention_days: options.retentionDays ?? null,
      api_url: `${protocol}://${host}`,
    }),
  });
}
