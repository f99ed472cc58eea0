import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type {
  ApiKeyList,
  ApiKeySummary,
  ApiKeyUsage,
  CreatedApiKey,
  TemporaryKeyInput,
} from '@outcrop/protocol';
import type { StoredApiKey, WorkspaceStore } from '@outcrop/workspace-store';
import type { FastifyInstance } from 'fastify';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOnly, keyOrSession } from '../openapi/security.ts';
import { ServerError } from '../server-error.ts';
import type { Authenticator } from './authenticator.ts';
import { createApiKey } from './create-api-key.ts';
import { describeKeyChange } from './describe-key-change.ts';
import { getIdentity, mayUseProject, type Identity } from './identity.ts';
import { buildGrant, buildTemporaryGrant } from './key-grant.ts';
import {
  braintrustCredentialsSchema,
  createdKeySchema,
  keyInputSchema,
  keyListSchema,
  keySummarySchema,
  temporaryKeyInputSchema,
} from './key-schema.ts';

const common = { tags: ['auth'], security: keyOrSession('admin') };
const created = answerOf<CreatedApiKey>('CreatedApiKey', 'Created.');

export interface KeyRoutesOptions {
  workspaceStore: WorkspaceStore;
  authenticator: Authenticator;
  /** What a key used of the periods that its limits count. */
  findUsage: (keyId: string) => ApiKeyUsage;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
}

export async function keyRoutes(instance: FastifyInstance, options: KeyRoutesOptions): Promise<void> {
  instance.addSchema(keySummarySchema);
  instance.addSchema(keyListSchema);
  instance.addSchema(createdKeySchema);
  registerList(instance, options);
  registerCreate(instance, options);
  registerCreateTemporary(instance, options);
  registerUpdate(instance, options);
  registerRevoke(instance, options);
}

function registerList(app: FastifyInstance, { workspaceStore, findUsage }: KeyRoutesOptions): void {
  app.get('/api/keys', {
    schema: {
      ...common,
      operationId: 'listKeys',
      summary: 'The API keys, newest first, without their secrets and without temporary ones.',
      response: { 200: answerOf<ApiKeyList>('ApiKeyList', 'The keys.'), ...errorAnswers(401, 403, 503) },
    },
    async handler(request) {
      const keys = await listKeys(workspaceStore, getIdentity(request));
      return { keys: keys.map((key) => ({ ...key, usage: findUsage(key.id) })) };
    },
  });
}

/** A key of one project knows of no others. */
async function listKeys(workspaceStore: WorkspaceStore, identity: Identity): Promise<StoredApiKey[]> {
  const keys = await workspaceStore.listApiKeys();
  return keys.filter(
    ({ project }) => identity.project === null || (project !== null && mayUseProject(identity, project)),
  );
}

function registerCreate(
  instance: FastifyInstance,
  { workspaceStore, findUsage, now }: KeyRoutesOptions,
): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.post('/api/keys', {
    schema: {
      ...common,
      operationId: 'createKey',
      summary: 'Create an API key. The answer is the only time it is shown.',
      description: 'A key can do nothing that the key which makes it cannot.',
      body: keyInputSchema,
      response: { 201: created, ...errorAnswers(400, 401, 403, 503) },
    },
    async handler(request, reply) {
      const { body } = request;
      const maker = getIdentity(request);
      const grant = buildGrant(body, { maker, now: now() });
      const key = await createApiKey(workspaceStore, { name: body.name.trim(), grant });
      await noteCreated(workspaceStore, maker, key);
      return reply.code(201).send({ ...key, usage: findUsage(key.id) });
    },
  });
}

function registerCreateTemporary(instance: FastifyInstance, options: KeyRoutesOptions): void {
  const { findUsage } = options;
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.post('/api/keys/temporary', {
    schema: {
      ...common,
      security: keyOnly('gateway'),
      operationId: 'createTemporaryKey',
      summary: 'Create a key for the gateway that lives 24 hours at most, such as for a browser.',
      description:
        'It is restricted to the project and to the model given, spends what the key that makes it may spend, and ends ' +
        'with it.',
      body: temporaryKeyInputSchema,
      response: { 201: created, ...errorAnswers(400, 401, 403, 503) },
    },
    async handler(request, reply) {
      const { key, parentId } = await createTemporaryKey(options, getIdentity(request), request.body);
      return reply.code(201).send({ ...key, usage: findUsage(parentId) });
    },
  });
  app.post('/v1/credentials', {
    schema: {
      ...common,
      security: keyOnly('gateway'),
      operationId: 'createBraintrustCredentials',
      summary: "The same as Braintrust's clients ask for it.",
      description: 'Of `logging`, `project_name` counts: the project of the key.',
      body: braintrustCredentialsSchema,
      response: {
        200: Type.Object({ key: Type.String() }, { description: 'Created.' }),
        ...errorAnswers(400, 401, 403, 503),
      },
    },
    async handler(request) {
      const { ttl_seconds, model, logging } = request.body;
      const asked = { ttl_seconds, model: model ?? undefined, project: logging?.project_name };
      const { key } = await createTemporaryKey(options, getIdentity(request), asked);
      return { key: key.key };
    },
  });
}

async function createTemporaryKey(
  { workspaceStore, now }: KeyRoutesOptions,
  maker: Identity,
  asked: TemporaryKeyInput,
) {
  const { key: parent } = maker;
  if (!parent) throw new Error('only an API key of the store gets past the scope of this route');
  const grant = buildTemporaryGrant(asked, { parent, now: now() });
  const name = `${parent.name} (temporary)`;
  const key = await createApiKey(workspaceStore, { name, grant, parentId: parent.id });
  await noteCreated(workspaceStore, maker, key);
  return { key, parentId: parent.id };
}

function noteCreated(workspaceStore: WorkspaceStore, maker: Identity, key: StoredApiKey): Promise<void> {
  const note = describeKeyChange({ actor: maker.name, action: 'key.created', id: key.id, key });
  return workspaceStore.appendAuditNote(note);
}

function registerUpdate(
  instance: FastifyInstance,
  { workspaceStore, authenticator, findUsage, now }: KeyRoutesOptions,
): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.patch('/api/keys/:id', {
    schema: {
      ...common,
      operationId: 'updateKey',
      summary: 'Change the name of an API key or what it may do, from its next call on.',
      description:
        'What is left out stays as it is; null lifts a restriction. It can do nothing then that the key which changes it ' +
        'cannot. Temporary keys that it made end when what it may do changes.',
      params: Type.Object({ id: Type.String() }),
      body: Type.Partial(keyInputSchema),
      response: {
        200: answerOf<ApiKeySummary>('ApiKeySummary', 'Changed.'),
        ...errorAnswers(400, 401, 403, 404, 503),
      },
    },
    async handler(request) {
      const { body } = request;
      const { id } = request.params;
      const maker = getIdentity(request);
      const before = (await listKeys(workspaceStore, maker)).find((listed) => listed.id === id);
      if (!before) throw unknownKey(id);
      const { name, scopes, project, models, expires_at, limits, defaults } = { ...before, ...body };
      const asked = { name, scopes, project, models, expires_at, limits, defaults };
      const grant = buildGrant(asked, { maker, now: now() });
      const key = await authenticator.updateKey(id, { name: name.trim(), grant });
      if (!key) throw unknownKey(id);
      const note = describeKeyChange({ actor: maker.name, action: 'key.updated', id, key });
      await workspaceStore.appendAuditNote(note);
      return { ...key, usage: findUsage(id) };
    },
  });
}

function unknownKey(id: string): ServerError {
  return new ServerError(`[outcrop] no API key ${id}: it was revoked already, or never existed`, {
    code: 'key_not_found',
    statusCode: 404,
  });
}

function registerRevoke(
  instance: FastifyInstance,
  { workspaceStore, authenticator }: KeyRoutesOptions,
): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.delete('/api/keys/:id', {
    schema: {
      ...common,
      operationId: 'revokeKey',
      summary: 'Revoke an API key, and the temporary keys that it made, at once.',
      params: Type.Object({ id: Type.String() }),
      response: { 204: Type.Null({ description: 'Revoked.' }), ...errorAnswers(401, 403, 404, 503) },
    },
    async handler(request, reply) {
      const { id } = request.params;
      const identity = getIdentity(request);
      const key = (await listKeys(workspaceStore, identity)).find((listed) => listed.id === id);
      const isInReach = identity.project === null || key !== undefined;
      if (isInReach && (await authenticator.revokeKey(id))) {
        const note = describeKeyChange({ actor: identity.name, action: 'key.revoked', id, key });
        await workspaceStore.appendAuditNote(note);
        return reply.code(204).send(null);
      }
      throw unknownKey(id);
    },
  });
}
