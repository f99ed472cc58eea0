import { parseModelId } from '@outcrop/bedrock';
import {
  isProfileOfRegion,
  suggestProfiles,
  GatewayError,
  type ListedModel,
  type Target,
} from '@outcrop/gateway';
import type { ModelFormatName } from '@outcrop/protocol';
import type { StoredModel } from '@outcrop/workspace-store';
import type { ProviderTable, TableProvider } from '../providers/provider-table.ts';
import type { AccountModelsCache } from './account-models.ts';
import { findFormat } from './format-patterns.ts';
import { findNearMisses } from './find-near-misses.ts';
import type { ModelsBehindArns } from './model-behind-arn.ts';
import { listRegistry, type RegistryModel } from './model-registry.ts';

/** Says where a project's calls may go. Answers from memory; only an ARN that was never met is asked for. */
export interface TargetFinder {
  /** Throws a GatewayError: 404 for an unknown model, 400 for one that needs a profile, 503 without any provider. */
  findTargets(project: string, model: string): readonly Target[] | Promise<readonly Target[]>;
  /** One for each provider that serves the project. Throws a GatewayError without any. */
  findProviderTargets(project: string): readonly Target[];
  listModels(project: string): ListedModel[];
}

export interface TargetFinderOptions {
  table: ProviderTable;
  accounts: AccountModelsCache;
  behindArns: ModelsBehindArns;
}

/** Clients make up names; beyond so many, what was found is forgotten. */
const maxKnownNames = 2000;

export function createTargetFinder(options: TargetFinderOptions): TargetFinder {
  const { table, accounts } = options;
  const search = new TargetSearch(options);
  let found = new Map<string, readonly Target[]>();
  let foundVersion = '';

  /** What was found holds until a provider, a model or what an account can see changes. */
  const useFound = (): Map<string, readonly Target[]> => {
    const version = `${table.getVersion()} ${accounts.getVersion()}`;
    if (version !== foundVersion || found.size > maxKnownNames) {
      found = new Map();
      foundVersion = version;
    }
    return found;
  };

  return {
    findTargets(project, model) {
      const known = useFound();
      // Either may hold any character.
      const key = `${project.length} ${project} ${model}`;
      const targets = known.get(key);
      if (targets) {
        search.refreshAccounts(targets);
        return targets;
      }
      const searched = search.find(project, model);
      if (!(searched instanceof Promise)) {
        known.set(key, searched);
        return searched;
      }
      return searched.then((late) => {
        if (useFound() === known) known.set(key, late);
        return late;
      });
    },
    findProviderTargets(project) {
      return search
        .getProviders(project)
        .map((provider) => createTarget(provider, { modelId: '', knownModelId: '', format: 'converse' }));
    },
    listModels(project) {
      const listed = new Map<string, ListedModel>();
      for (const { name, created_at, model_id, base_model_id } of table.listModels(project)) {
        const ownedBy = parseModelId(base_model_id ?? model_id).provider ?? 'custom';
        listed.set(name, { name, createdAt: created_at / 1000, ownedBy });
      }
      for (const { id, displayName } of search.listServed(project)) {
        if (listed.has(id)) continue;
        const ownedBy = parseModelId(id).provider ?? 'bedrock';
        listed.set(id, { name: id, createdAt: 0, ownedBy, ...(displayName && { displayName }) });
      }
      return [...listed.values()];
    },
  };
}

/** Looks for targets anew. */
class TargetSearch {
  readonly #table: ProviderTable;
  readonly #accounts: AccountModelsCache;
  readonly #behindArns: ModelsBehindArns;

  constructor({ table, accounts, behindArns }: TargetFinderOptions) {
    this.#table = table;
    this.#accounts = accounts;
    this.#behindArns = behindArns;
  }

  /** Cheap: a look at a clock for each provider. */
  refreshAccounts(targets: readonly Target[]): void {
    for (const { provider } of targets) this.#accounts.find(provider);
  }

  getProviders(project: string): readonly TableProvider[] {
    const providers = this.#table.listProviders(project);
    if (providers.length > 0) return providers;
    throw new GatewayError(
      `the project ${JSON.stringify(project)} has no AI provider: add one under Settings → AI providers, or by ` +
        '"outcrop providers add".',
      { status: 404, code: 'no_provider' },
    );
  }

  find(project: string, model: string): readonly Target[] | Promise<readonly Target[]> {
    const providers = this.getProviders(project);
    const name = model.startsWith('bedrock/') ? model.slice('bedrock/'.length) : model;
    const custom = findCustom(this.#table.listModels(project), [model, name]);
    if (custom.length > 0) return listCustomTargets(custom, providers);
    const ofRegistry = this.listRegistryTargets(providers, name);
    if (ofRegistry.length > 0) return this.checkOnDemand(ofRegistry, name);
    return name.startsWith('arn:')
      ? this.findArnTargets(project, providers, name)
      : this.throwUnknown(project, name);
  }

  listRegistryTargets(providers: readonly TableProvider[], name: string): Target[] {
    const format = findFormat(name)?.format ?? 'converse';
    return providers
      .filter((provider) => provider.hasDefaultModels && this.servesModel(provider, name))
      .map((provider) => createTarget(provider, { modelId: name, knownModelId: name, format }));
  }

  /** While it is not known what the account can see, every model of the catalog is served. */
  servesModel({ upstream }: TableProvider, name: string): boolean {
    if (name.startsWith('arn:')) return false;
    const seen = this.#accounts.find(upstream);
    return seen ? seen.models.has(name) : listRegistry().has(name);
  }

  checkOnDemand(targets: readonly Target[], name: string): readonly Target[] {
    const usable = targets.filter(
      ({ provider }) => this.#accounts.find(provider)?.models.get(name)?.isOnDemand !== false,
    );
    if (usable.length > 0) return usable;
    const profiles = targets.flatMap(({ provider }) => {
      const seen = this.#accounts.find(provider);
      return suggestProfiles(name, provider.endpoint.region).filter((id) => seen?.models.has(id) ?? true);
    });
    const use = profiles.length > 0 ? `use ${[...new Set(profiles)].join(' or ')}` : 'use a profile of it';
    throw new GatewayError(`${name} cannot be called by its own id, only through a profile: ${use}.`, {
      status: 400,
      code: 'model_needs_profile',
      param: 'model',
    });
  }

  async findArnTargets(
    project: string,
    providers: readonly TableProvider[],
    arn: string,
  ): Promise<readonly Target[]> {
    const usable = providers.filter(({ upstream }) => this.mayHoldArn(upstream, arn));
    const [first] = usable;
    if (!first) return this.throwUnknown(project, arn);
    const behind = await this.#behindArns.find(arn, first.upstream);
    const format = findFormat(behind ?? arn)?.format ?? 'converse';
    return usable.map((provider) =>
      createTarget(provider, { modelId: arn, knownModelId: behind ?? arn, format }),
    );
  }

  /** Whether an ARN may name something of the provider's Region and account, as far as that is known. */
  mayHoldArn(upstream: TableProvider['upstream'], arn: string): boolean {
    const { kind, region, accountId } = parseModelId(arn);
    if (kind === 'unknown' || (region !== undefined && region !== upstream.endpoint.region)) return false;
    const seen = this.#accounts.find(upstream)?.accountId;
    return accountId === undefined || seen === undefined || seen === accountId;
  }

  listServed(project: string): RegistryModel[] {
    const served = new Map<string, RegistryModel>();
    for (const provider of this.#table.listProviders(project)) {
      if (!provider.hasDefaultModels) continue;
      const seen = this.#accounts.find(provider.upstream);
      for (const id of seen ? seen.models.keys() : listRegistry().keys()) {
        const name = seen?.models.get(id)?.name;
        served.set(id, listRegistry().get(id) ?? { id, ...(name !== undefined && { displayName: name }) });
      }
    }
    return [...served.values()];
  }

  /** Ids that work from the provider's Region: where a model needs a profile, the profile. */
  listCallable({ upstream, hasDefaultModels }: TableProvider): string[] {
    if (!hasDefaultModels) return [];
    const { region } = upstream.endpoint;
    const seen = this.#accounts.find(upstream);
    if (seen) return [...seen.models.values()].filter(({ isOnDemand }) => isOnDemand).map(({ id }) => id);
    return [...listRegistry().keys()].filter(
      (id) => isProfileOfRegion(id, region) && suggestProfiles(id, region).length === 0,
    );
  }

  throwUnknown(project: string, name: string): never {
    const names = [
      ...this.#table.listModels(project).map((model) => model.name),
      ...this.#table.listProviders(project).flatMap((provider) => this.listCallable(provider)),
    ];
    const misses = findNearMisses(name, new Set(names));
    const near = misses.length > 0 ? ` Did you mean ${misses.join(', ')}?` : '';
    throw new GatewayError(
      `no provider of the project ${JSON.stringify(project)} serves the model ${JSON.stringify(name)}.${near} ` +
        'A model that is not in the list is added under Settings → Models, or by "outcrop models add".',
      { status: 404, code: 'model_not_found', param: 'model' },
    );
  }
}

/** Those of the project before those of all projects, by a name or by the id itself. */
function findCustom(models: readonly StoredModel[], names: readonly string[]): readonly StoredModel[] {
  for (const isMatch of [
    (model: StoredModel) => names.includes(model.name),
    (model: StoredModel) => names.includes(model.model_id),
  ]) {
    const matching = models.filter(isMatch);
    const own = matching.filter(({ project }) => project !== null);
    if (matching.length > 0) return own.length > 0 ? own : matching;
  }
  return [];
}

/** A model that is bound to no provider goes to each of the project. */
function listCustomTargets(models: readonly StoredModel[], providers: readonly TableProvider[]): Target[] {
  const targets = models.flatMap((model) =>
    providers
      .filter(({ upstream }) => model.provider_id === null || model.provider_id === upstream.id)
      .map((provider) =>
        createTarget(provider, {
          modelId: model.model_id,
          knownModelId: model.base_model_id ?? model.model_id,
          format: model.format,
        }),
      ),
  );
  if (targets.length > 0) return targets;
  throw new GatewayError(
    `the provider of the model ${JSON.stringify(models[0]?.name)} is switched off or serves another project: see ` +
      'Settings → Models.',
    { status: 404, code: 'no_provider', param: 'model' },
  );
}

interface TargetModel {
  modelId: string;
  knownModelId: string;
  format: ModelFormatName;
}

function createTarget({ upstream, priority, weight }: TableProvider, model: TargetModel): Target {
  return { provider: upstream, ...model, priority, weight };
}
