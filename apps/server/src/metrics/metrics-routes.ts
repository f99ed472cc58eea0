import { Type } from 'typebox';
import type { FastifyInstance } from 'fastify';
import { checkOwner, getIdentity } from '../auth/identity.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOrSession } from '../openapi/security.ts';
import type { MetricRegistry } from './metric-registry.ts';

export interface MetricsRoutesOptions {
  registry: MetricRegistry;
}

/** `GET /metrics` for Prometheus. It tells of every project, so it takes a key that is not restricted to one. */
export async function metricsRoutes(app: FastifyInstance, { registry }: MetricsRoutesOptions): Promise<void> {
  app.get('/metrics', {
    schema: {
      tags: ['server'],
      operationId: 'getMetrics',
      summary: "The server's metrics in Prometheus' text format.",
      security: keyOrSession('read'),
      response: {
        200: Type.Unsafe({ type: 'string', description: 'text/plain; version=0.0.4' }),
        ...errorAnswers(401, 403, 429),
      },
    },
    async handler(request, reply) {
      checkOwner(getIdentity(request), null);
      void reply.type('text/plain; version=0.0.4; charset=utf-8').serializer((text) => text as string);
      return reply.send(registry.write());
    },
  });
}
