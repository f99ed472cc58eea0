import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { SampleCalls as SampleCallsAnswer } from '@outcrop/protocol';
import type { FastifyInstance } from 'fastify';
import { checkProject, getIdentity } from '../auth/identity.ts';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOrSession } from '../openapi/security.ts';
import type { SampleCalls, SampleCallsOptions } from './sample-calls.ts';
import { sampleProject } from './sample-project.ts';

const sampleCallsSchema = Type.Object(
  { project: Type.String({ description: 'Where their traces are.' }) },
  { $id: 'SampleCalls', additionalProperties: false },
);

export async function sampleCallRoutes(
  instance: FastifyInstance,
  options: SampleCallsOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(sampleCallsSchema);
  let sampleCalls: Promise<SampleCalls> | undefined;
  app.addHook('preClose', async () => (await sampleCalls)?.close());

  app.post('/api/sample-calls', {
    schema: {
      tags: ['server'],
      operationId: 'runSampleCalls',
      summary: 'Make traced calls of the real AWS SDK to the built-in emulator.',
      security: keyOrSession('admin'),
      response: {
        200: answerOf<SampleCallsAnswer>('SampleCalls', 'Their traces are stored.'),
        ...errorAnswers(401, 403, 500),
      },
    },
    async handler(request) {
      checkProject(getIdentity(request), sampleProject);
      sampleCalls ??= loadSampleCalls(options);
      await (await sampleCalls).run();
      return { project: sampleProject };
    },
  });
}

/** The AWS SDK and the emulator take longer to load than everything else together: most servers never need them. */
async function loadSampleCalls(options: SampleCallsOptions): Promise<SampleCalls> {
  const { createSampleCalls } = await import('./sample-calls.ts');
  return createSampleCalls(options);
}
