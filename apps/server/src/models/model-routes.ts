import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { ModelFormatSuggestion, ModelInput, ModelSummary } from '@outcrop/protocol';
import type { AuditNote, StoredModel, WorkspaceStore } from '@outcrop/workspace-store';
import type { FastifyInstance } from 'fastify';
import { checkOwner, checkProject, getIdentity, mayUseProject, type Identity } from '../auth/identity.ts';
import type { Providers } from '../providers/open-providers.ts';
import { ServerError } from '../server-error.ts';
import { listRegistryModels, summarizeCustom } from './list-model-summaries.ts';
import {
  createModelSchema,
  deleteModelSchema,
  getModelFormatSchema,
  listModelsSchema,
  modelFormatSchema,
  modelListSchema,
  modelSummarySchema,
  updateModelSchema,
} from './model-schema.ts';
import { suggestFormat } from './suggest-format.ts';

export interface ModelRoutesOptions {
  workspaceStore: WorkspaceStore;
  providers: Providers;
}

export async function modelRoutes(instance: FastifyInstance, options: ModelRoutesOptions): Promise<void> {
  const { workspaceStore, providers } = options;
  const { accounts } = providers;
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  for (const schema of [modelSummarySchema, modelListSchema, modelFormatSchema]) app.addSchema(schema);

  app.get('/api/models', {
    schema: listModelsSchema,
    async handler(request) {
      const identity = getIdentity(request);
      const project = request.query.project ?? identity.project ?? undefined;
      if (project !== undefined) checkProject(identity, project);
      const custom = (await workspaceStore.listModels()).filter(
        (model) => project === undefined || model.project === null || model.project === project,
      );
      return {
        models: [
          ...custom.map((model) =>
            summarizeCustom(model, listProvidersOf(providers, project ?? model.project)),
          ),
          ...listRegistryModels({ providers: listProvidersOf(providers, project ?? null), accounts }),
        ],
      };
    },
  });
  app.get('/api/models/format', {
    schema: getModelFormatSchema,
    handler(request) {
      const { model_id, provider_id } = request.query;
      return suggestFor(providers, getIdentity(request), { model_id, provider_id });
    },
  });
  changeRoutes(app, options);
}

function changeRoutes(instance: FastifyInstance, { workspaceStore, providers }: ModelRoutesOptions): void {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const summarize = (model: StoredModel): ModelSummary =>
    summarizeCustom(model, listProvidersOf(providers, model.project));

  app.post('/api/models', {
    schema: createModelSchema,
    async handler(request, reply) {
      const identity = getIdentity(request);
      const { name, model_id, project = null, provider_id = null } = request.body;
      checkOwner(identity, project);
      await checkProvider(providers, { provider_id, project });
      const { format, base_model_id } = await suggestFor(providers, identity, request.body);
      const model = {
        name,
        model_id,
        base_model_id,
        project,
        provider_id,
        format: request.body.format ?? format,
      };
      const note = noteOf(identity.name, 'model.created', model);
      const created = await workspaceStore.createModel(model, note);
      await providers.table.reload();
      return reply.code(201).send(summarize(created));
    },
  });
  app.patch('/api/models/:id', {
    schema: updateModelSchema,
    async handler(request) {
      const identity = getIdentity(request);
      const before = await getModel(workspaceStore, request.params.id);
      const after = { ...before, ...request.body };
      checkOwner(identity, before.project);
      checkOwner(identity, after.project);
      await checkProvider(providers, after);
      const { base_model_id } = await suggestFor(providers, identity, after);
      const note = noteOf(identity.name, 'model.updated', after);
      const changes = { ...request.body, base_model_id };
      const updated = await workspaceStore.updateModel(before.id, changes, note);
      await providers.table.reload();
      return summarize(updated ?? before);
    },
  });
  app.delete('/api/models/:id', {
    schema: deleteModelSchema,
    async handler(request, reply) {
      const identity = getIdentity(request);
      const model = await getModel(workspaceStore, request.params.id);
      checkOwner(identity, model.project);
      await workspaceStore.deleteModel(model.id, noteOf(identity.name, 'model.deleted', model));
      await providers.table.reload();
      return reply.code(204).send(null);
    },
  });
}

/** Asks only the accounts of providers within reach. */
function suggestFor(
  { table, behindArns }: Providers,
  identity: Identity,
  { model_id, provider_id }: Pick<ModelInput, 'model_id'> & Partial<Pick<ModelInput, 'provider_id'>>,
): Promise<ModelFormatSuggestion> {
  const providers = table
    .listAllProviders()
    .filter(
      ({ upstream, project }) =>
        (!provider_id || upstream.id === provider_id) &&
        (project === null || mayUseProject(identity, project)),
    );
  return suggestFormat({ modelId: model_id, behindArns, providers });
}

/** Without a project, those for every project. */
function listProvidersOf({ table }: Providers, project: string | null) {
  return project === null
    ? table.listAllProviders().filter((provider) => provider.project === null)
    : table.listProviders(project);
}

/** A provider of one project serves no model of another, nor one of all projects. */
async function checkProvider(
  { settings }: Providers,
  { provider_id, project }: Pick<ModelInput, 'provider_id' | 'project'>,
): Promise<void> {
  if (provider_id === null) return;
  const provider = (await settings.list()).find(({ stored }) => stored.id === provider_id)?.stored;
  if (provider && (provider.project === null || provider.project === project)) return;
  throw new ServerError(
    '[outcrop] provider_id is that of no provider which serves the project of the model: see GET /api/providers',
    { code: 'provider_missing', statusCode: 400 },
  );
}

async function getModel(store: WorkspaceStore, id: string): Promise<StoredModel> {
  const model = await store.findModel(id);
  if (model) return model;
  throw new ServerError(`[outcrop] no model ${id}: it was removed, or never existed`, {
    code: 'model_not_found',
    statusCode: 404,
  });
}

function noteOf(actor: string, action: string, model: ModelInput): AuditNote {
  const { name, model_id, format, project, provider_id } = model;
  return { actor, action, subject: name, details: { model_id, format, project, provider_id } };
}
