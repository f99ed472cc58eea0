import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { ConnectionTest } from '@outcrop/protocol';
import type { FastifyInstance } from 'fastify';
import { checkOwner, getIdentity } from '../auth/identity.ts';
import { testConnection } from './connection-test/test-connection.ts';
import type { Providers } from './open-providers.ts';
import { connectionTestSchema, testProviderInputSchema, testProviderSchema } from './provider-schema.ts';
import type { ProviderDraft } from './read-provider-input.ts';
import { buildTrust } from './trust/build-trust.ts';
import { getTrustSchema, providerTrustSchema } from './trust/trust-schema.ts';

export interface ConnectionRoutesOptions {
  providers: Providers;
}

export async function connectionRoutes(
  instance: FastifyInstance,
  { providers }: ConnectionRoutesOptions,
): Promise<void> {
  const { settings, table, client, server, roles, config } = providers;
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(connectionTestSchema);
  app.addSchema(providerTrustSchema);
  const test = (draft: ProviderDraft): Promise<ConnectionTest> => {
    const upstream = table.createUpstream(draft, 'test');
    const { region } = draft.settings;
    const { auth } = draft.auth;
    const { credentials } = upstream;
    const { stsEndpoint } = config;
    return testConnection({ upstream, client, server, roles, region, auth, credentials, stsEndpoint });
  };

  app.post('/api/providers/test', {
    schema: testProviderInputSchema,
    async handler(request) {
      checkOwner(getIdentity(request), request.body.project ?? null);
      return test(await settings.draft(request.body));
    },
  });
  app.post('/api/providers/:id/test', {
    schema: testProviderSchema,
    async handler(request) {
      const { body, params } = request;
      checkOwner(getIdentity(request), (await settings.get(params.id)).stored.project);
      return test(await settings.draft(body ?? {}, params.id));
    },
  });
  app.get('/api/providers/trust', {
    schema: getTrustSchema,
    async handler(request) {
      const { region, project = null } = request.query;
      checkOwner(getIdentity(request), project);
      return buildTrust({
        region,
        server,
        externalId: await settings.findExternalId(),
        isServerAllowed: config.isServerCredentialsAllowed,
        stsEndpoint: config.stsEndpoint,
      });
    },
  });
}
