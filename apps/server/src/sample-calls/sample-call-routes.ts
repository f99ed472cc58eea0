import { Type, type TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { SampleCalls as SampleCallsAnswer } from '@outcrop/protocol';
import type { FastifyInstance } from 'fastify';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOrSession } from '../openapi/security.ts';
import { sampleProject, type SampleCalls } from './sample-calls.ts';

const sampleCallsSchema = Type.Object(
  { project: Type.String({ description: 'Where their traces are.' }) },
  { $id: 'SampleCalls', additionalProperties: false },
);

export interface SampleCallRoutesOptions {
  sampleCalls: SampleCalls;
}

export async function sampleCallRoutes(
  instance: FastifyInstance,
  options: SampleCallRoutesOptions,
): Promise<void> {
  const { sampleCalls } = options;
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(sampleCallsSchema);
  app.addHook('preClose', () => sampleCalls.close());

  app.post('/api/sample-calls', {
    schema: {
      tags: ['server'],
      operationId: 'runSampleCalls',
      summary: 'Make traced calls of the real AWS SDK to the built-in emulator.',
      security: keyOrSession,
      response: {
        200: Type.Unsafe<SampleCallsAnswer>({ $ref: 'SampleCalls#' }),
        ...errorAnswers(401, 403, 500),
      },
    },
    async handler() {
      await sampleCalls.run();
      return { project: sampleProject };
    },
  });
}
