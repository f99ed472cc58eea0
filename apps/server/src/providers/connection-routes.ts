import { Readable } from 'node:stream';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { ConnectionStep } from '@outcrop/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkOwner, getIdentity } from '../auth/identity.ts';
import { testConnection, walkConnection } from './connection-test/test-connection.ts';
import type { Providers } from './open-providers.ts';
import { connectionTestSchema, testProviderInputSchema, testProviderSchema } from './provider-schema.ts';
import type { ProviderDraft } from './read-provider-input.ts';
import { buildTrust } from './trust/build-trust.ts';
import { getTrustSchema, providerTrustSchema } from './trust/trust-schema.ts';

export interface ConnectionRoutesOptions {
  providers: Providers;
}

/** What a client accepts that wants each step as it ends, one a line. */
const lines = 'application/x-ndjson';

async function* writeLines(steps: AsyncIterable<ConnectionStep>): AsyncGenerator<string, void> {
  for await (const step of steps) yield `${JSON.stringify(step)}\n`;
}

export async function connectionRoutes(
  instance: FastifyInstance,
  { providers }: ConnectionRoutesOptions,
): Promise<void> {
  const { settings, table, client, server, roles, config } = providers;
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(connectionTestSchema);
  app.addSchema(providerTrustSchema);
  const test = (draft: ProviderDraft, request: FastifyRequest, reply: FastifyReply) => {
    const upstream = table.createUpstream(draft, 'test');
    const { region } = draft.settings;
    const { auth } = draft.auth;
    const { credentials } = upstream;
    const { stsEndpoint } = config;
    const options = { upstream, client, server, roles, region, auth, credentials, stsEndpoint };
    if (request.headers.accept !== lines) return testConnection(options);
    return reply.type(lines).send(Readable.from(writeLines(walkConnection(options))));
  };

  app.post('/api/providers/test', {
    schema: testProviderInputSchema,
    async handler(request, reply) {
      checkOwner(getIdentity(request), request.body.project ?? null);
      return test(await settings.draft(request.body), request, reply);
    },
  });
  app.post('/api/providers/:id/test', {
    schema: testProviderSchema,
    async handler(request, reply) {
      const { body, params } = request;
      checkOwner(getIdentity(request), (await settings.get(params.id)).stored.project);
      return test(await settings.draft(body ?? {}, params.id), request, reply);
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
