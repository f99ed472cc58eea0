import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { HealthStatus } from '@outcrop/protocol';
import type { TraceStore } from '@outcrop/trace-store';
import type { FastifyInstance } from 'fastify';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { noSecurity } from '../openapi/security.ts';
import { ServerError } from '../server-error.ts';

const retryAfterSeconds = 5;
const healthSchema = Type.Object(
  { status: Type.Literal('ok') },
  { $id: 'Health', additionalProperties: false },
);
const health = answerOf<HealthStatus>('Health', 'Well.');
const common = { tags: ['server'], security: noSecurity };

export interface HealthRoutesOptions {
  traceStore: TraceStore;
}

export async function healthRoutes(
  instance: FastifyInstance,
  { traceStore }: HealthRoutesOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(healthSchema);

  app.get('/health/live', {
    schema: {
      ...common,
      operationId: 'getLiveness',
      summary: 'Whether the process answers.',
      response: { 200: health, ...errorAnswers(403) },
    },
    handler: async () => ({ status: 'ok' as const }),
  });

  app.get('/health/ready', {
    schema: {
      ...common,
      operationId: 'getReadiness',
      summary: 'Whether the store can be read and written now.',
      response: { 200: health, ...errorAnswers(403, 503) },
    },
    async handler() {
      try {
        await traceStore.checkHealth();
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        const message = `[outcrop] not ready: ${reason}`;
        throw new ServerError(message, { code: 'not_ready', statusCode: 503, retryAfterSeconds, cause });
      }
      return { status: 'ok' as const };
    },
  });
}
