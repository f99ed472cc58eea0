import type { CredentialSource, UpstreamProvider } from '@outcrop/gateway';
import type { StoredModel, WorkspaceStore } from '@outcrop/workspace-store';
import { createCredentialSource } from './auth-methods/registry.ts';
import type { AssumedRoles } from './credentials/assumed-roles.ts';
import type { KnownProvider, ProviderSettings } from './provider-settings.ts';
import type { ProviderDraft } from './read-provider-input.ts';

/** A provider that can be called. */
export interface TableProvider {
  upstream: UpstreamProvider;
  /** `null`: for every project. */
  project: string | null;
  /** Lower first, a project's own before those for every project. */
  priority: number;
  weight: number;
  hasDefaultModels: boolean;
}

/** The providers and models added by hand, in memory. */
export interface ProviderTable {
  /** Reads them again; what was told before stays as it is for whoever holds it. */
  reload(): Promise<void>;
  /** Those that serve a project, in the order in which they are tried. */
  listProviders(project: string): readonly TableProvider[];
  listAllProviders(): readonly TableProvider[];
  /** Those of a project and those for every project. */
  listModels(project: string): readonly StoredModel[];
  /** Grows with every reload. */
  getVersion(): number;
  /** A provider that is in no table, such as one that is tested before it is saved. */
  createUpstream(draft: ProviderDraft, id: string): UpstreamProvider;
}

export interface ProviderTableOptions {
  settings: ProviderSettings;
  store: WorkspaceStore;
  server: CredentialSource;
  roles: AssumedRoles;
  isPrivateAllowed: boolean;
  now: () => number;
}

export function createProviderTable(options: ProviderTableOptions): ProviderTable {
  let providers: readonly TableProvider[] = [];
  let models: readonly StoredModel[] = [];
  let version = 0;
  let upstreams = new Map<string, { settings: string; upstream: UpstreamProvider }>();
  const createUpstream = (draft: ProviderDraft, id: string) => buildUpstream(draft, id, options);

  const build = (known: readonly KnownProvider[]): TableProvider[] => {
    const kept: typeof upstreams = new Map();
    const built = known.flatMap(({ stored, draft }): TableProvider[] => {
      if (!draft || !stored.is_enabled) return [];
      const settings = writeConnection(draft);
      const before = upstreams.get(stored.id);
      // The same object as long as its settings are the same: connections and cool-downs hang on it.
      const upstream = before?.settings === settings ? before.upstream : createUpstream(draft, stored.id);
      kept.set(stored.id, { settings, upstream });
      const { project, priority, weight, include_default_models } = stored;
      return [{ upstream, project, priority, weight, hasDefaultModels: include_default_models }];
    });
    upstreams = kept;
    return built;
  };
  return {
    async reload() {
      const [known, storedModels] = await Promise.all([options.settings.list(), options.store.listModels()]);
      providers = rankProviders(build(known));
      models = storedModels;
      version += 1;
    },
    listProviders: (project) =>
      providers.filter((provider) => provider.project === null || provider.project === project),
    listAllProviders: () => providers,
    listModels: (project) => models.filter((model) => model.project === null || model.project === project),
    getVersion: () => version,
    createUpstream,
  };
}

function buildUpstream(
  { settings, auth, headers }: ProviderDraft,
  id: string,
  { server, roles, now, isPrivateAllowed }: ProviderTableOptions,
): UpstreamProvider {
  const { name, region, api_base, http_version } = settings;
  return {
    id,
    name,
    endpoint: {
      region,
      httpVersion: http_version,
      headers,
      isPrivateAllowed,
      ...(api_base !== null && { apiBase: api_base }),
    },
    credentials: createCredentialSource(auth, { region, server, roles, now }),
  };
}

/** Gives each its place among all, since those of a project go before those for every project whatever their numbers. */
function rankProviders(providers: readonly TableProvider[]): TableProvider[] {
  const sorted = providers.toSorted(
    (a, b) => Number(a.project === null) - Number(b.project === null) || a.priority - b.priority,
  );
  let rank = 0;
  let previous: TableProvider | undefined;
  return sorted.map((provider) => {
    const isSamePlace =
      previous?.priority === provider.priority && (previous.project === null) === (provider.project === null);
    if (previous && !isSamePlace) rank += 1;
    previous = provider;
    return { ...provider, priority: rank };
  });
}

function writeConnection({ settings, auth, headers }: ProviderDraft): string {
  const { name, region, api_base, http_version } = settings;
  return JSON.stringify([name, region, api_base, http_version, auth, headers]);
}
