import type { ProjectList } from '@outcrop/protocol';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { TraceStore } from '@outcrop/trace-store';
import type { FastifyInstance } from 'fastify';
import { getIdentity, mayUseProject } from '../auth/identity.ts';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOrSession } from '../openapi/security.ts';

const projectListSchema = Type.Object(
  {
    projects: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          trace_count: Type.Integer(),
          last_start_time: Type.Unsafe({
            type: ['integer', 'null'],
            description: 'Microseconds since the Unix epoch.',
          }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: 'ProjectList', additionalProperties: false },
);

const listProjectsSchema = {
  tags: ['traces'],
  operationId: 'listProjects',
  summary: 'Every project that has a span and that the key may see, by name.',
  security: keyOrSession('read'),
  response: { 200: answerOf<ProjectList>('ProjectList', 'The projects.'), ...errorAnswers(401, 403, 503) },
};

export interface ProjectRoutesOptions {
  traceStore: TraceStore;
}

export async function projectRoutes(
  instance: FastifyInstance,
  { traceStore }: ProjectRoutesOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(projectListSchema);
  app.get('/api/projects', {
    schema: listProjectsSchema,
    async handler(request) {
      const identity = getIdentity(request);
      const projects = await traceStore.listProjects();
      return { projects: projects.filter(({ name }) => mayUseProject(identity, name)) };
    },
  });
}
