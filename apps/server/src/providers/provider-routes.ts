import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { ProviderSummary } from '@outcrop/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  createProviderSchema,
  deleteProviderSchema,
  listProvidersSchema,
  providerListSchema,
  providerSummarySchema,
  updateProviderSchema,
} from './provider-schema.ts';
import type { KnownProvider, ProviderSettings } from './provider-settings.ts';

export interface ProviderRoutesOptions {
  settings: ProviderSettings;
}

export async function providerRoutes(
  instance: FastifyInstance,
  { settings }: ProviderRoutesOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(providerSummarySchema);
  app.addSchema(providerListSchema);

  app.get('/api/providers', {
    schema: listProvidersSchema,
    async handler({ query: { project } }) {
      const known = await settings.list();
      const wanted = known.filter(
        ({ stored }) => project === undefined || stored.project === null || stored.project === project,
      );
      return { providers: wanted.toSorted(compareProviders).map(summarizeProvider) };
    },
  });
  app.post('/api/providers', {
    schema: createProviderSchema,
    handler: async (request, reply) =>
      reply.code(201).send(summarizeProvider(await settings.create(request.body, actorOf(request)))),
  });
  app.patch('/api/providers/:id', {
    schema: updateProviderSchema,
    handler: async (request) =>
      summarizeProvider(await settings.update(request.params.id, request.body, actorOf(request))),
  });
  app.delete('/api/providers/:id', {
    schema: deleteProviderSchema,
    async handler(request, reply) {
      await settings.delete(request.params.id, actorOf(request));
      return reply.code(204).send(null);
    },
  });
}

/** Those of a project first, then by priority; the earlier made first. */
function compareProviders({ stored: a }: KnownProvider, { stored: b }: KnownProvider): number {
  return Number(a.project === null) - Number(b.project === null) || a.priority - b.priority;
}

function summarizeProvider({ stored, problem }: KnownProvider): ProviderSummary {
  const { sealed_secrets: _sealed, ...summary } = stored;
  return { ...summary, problem };
}

function actorOf({ headers }: FastifyRequest): string {
  return headers.authorization === undefined ? 'session' : 'API key';
}
