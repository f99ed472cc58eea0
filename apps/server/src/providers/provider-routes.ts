import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { ProviderSummary } from '@outcrop/protocol';
import type { FastifyInstance } from 'fastify';
import { checkOwner, checkProject, getIdentity, mayUseProject } from '../auth/identity.ts';
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
    async handler(request) {
      const identity = getIdentity(request);
      const { project } = request.query;
      if (project !== undefined) checkProject(identity, project);
      const known = await settings.list();
      const wanted = known.filter(
        ({ stored }) =>
          stored.project === null ||
          (mayUseProject(identity, stored.project) && (project === undefined || stored.project === project)),
      );
      return { providers: wanted.toSorted(compareProviders).map(summarizeProvider) };
    },
  });
  app.post('/api/providers', {
    schema: createProviderSchema,
    async handler(request, reply) {
      const identity = getIdentity(request);
      checkOwner(identity, request.body.project ?? null);
      return reply.code(201).send(summarizeProvider(await settings.create(request.body, identity.name)));
    },
  });
  app.patch('/api/providers/:id', {
    schema: updateProviderSchema,
    async handler(request) {
      const { body, params } = request;
      const identity = getIdentity(request);
      checkOwner(identity, (await settings.get(params.id)).stored.project);
      if (body.project !== undefined) checkOwner(identity, body.project);
      return summarizeProvider(await settings.update(params.id, body, identity.name));
    },
  });
  app.delete('/api/providers/:id', {
    schema: deleteProviderSchema,
    async handler(request, reply) {
      const identity = getIdentity(request);
      checkOwner(identity, (await settings.get(request.params.id)).stored.project);
      await settings.delete(request.params.id, identity.name);
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
