import type { ModelSummary } from '@outcrop/protocol';
import type { StoredModel } from '@outcrop/workspace-store';
import type { TableProvider } from '../providers/provider-table.ts';
import type { AccountModelsCache } from './account-models.ts';
import { findFormat } from './format-patterns.ts';
import { listRegistry } from './model-registry.ts';
import { summarizeModel } from './summarize-model.ts';

export interface RegistryListing {
  /** In the order in which they are tried. */
  providers: readonly TableProvider[];
  accounts: AccountModelsCache;
}

/** `providers`: those that its project may use. */
export function summarizeCustom(model: StoredModel, providers: readonly TableProvider[]): ModelSummary {
  const serving = providers.filter(
    ({ upstream }) => model.provider_id === null || model.provider_id === upstream.id,
  );
  return summarizeModel({
    name: model.name,
    modelId: model.model_id,
    knownModelId: model.base_model_id ?? model.model_id,
    format: model.format,
    added: model,
    providerIds: serving.map(({ upstream }) => upstream.id),
    isAvailable: null,
  });
}

interface ServedBy {
  displayName?: string;
  providerIds: string[];
  isAvailable: boolean | null;
}

/** By name. */
export function listRegistryModels({ providers, accounts }: RegistryListing): ModelSummary[] {
  const served = new Map<string, ServedBy>();
  for (const { upstream, hasDefaultModels } of providers) {
    if (!hasDefaultModels) continue;
    const seen = accounts.find(upstream);
    const ids = seen ? seen.models.keys() : listRegistry().keys();
    for (const id of ids) {
      const displayName = seen?.models.get(id)?.name;
      const entry = served.get(id) ?? { providerIds: [], isAvailable: null };
      entry.providerIds.push(upstream.id);
      if (seen) entry.isAvailable = true;
      if (displayName !== undefined) entry.displayName ??= displayName;
      served.set(id, entry);
    }
  }
  return [...served]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, entry]) =>
      summarizeModel({
        ...entry,
        name: id,
        modelId: id,
        knownModelId: id,
        format: findFormat(id)?.format ?? 'converse',
      }),
    );
}
