import { findModel, findPrices, parseModelId, type TokenPrices } from '@outcrop/bedrock';
import type { ModelFormatName, ModelSummary } from '@outcrop/protocol';

/** A model as it is served, before the catalog says more of it. */
export interface ServedModel {
  name: string;
  displayName?: string;
  modelId: string;
  /** The id behind an ARN, where it is known. */
  knownModelId: string;
  format: ModelFormatName;
  /** Of a model added by hand. */
  added?: Pick<ModelSummary, 'project' | 'provider_id'> & { id: string };
  providerIds: string[];
  isAvailable: boolean | null;
}

export function summarizeModel(served: ServedModel): ModelSummary {
  const { name, modelId, knownModelId, format, added, providerIds, isAvailable } = served;
  const facts = findFacts(knownModelId);
  return {
    ...facts,
    name,
    display_name: facts.display_name ?? served.displayName ?? null,
    model_id: modelId,
    format,
    source: added ? 'custom' : 'registry',
    id: added?.id ?? null,
    project: added?.project ?? null,
    provider_id: added?.provider_id ?? null,
    provider_ids: providerIds,
    is_available: isAvailable,
  };
}

type CatalogFacts = Pick<
  ModelSummary,
  'display_name' | 'profile_scope' | 'mode' | 'context_window' | 'max_output_tokens' | 'abilities' | 'prices'
>;

function findFacts(modelId: string): CatalogFacts {
  const { name, mode, contextWindow, maxOutputTokens, supports = {} } = findModel(modelId) ?? {};
  return {
    display_name: name ?? null,
    profile_scope: parseModelId(modelId).profilePrefix ?? null,
    mode: mode ?? null,
    context_window: contextWindow ?? null,
    max_output_tokens: maxOutputTokens ?? null,
    abilities: Object.keys(supports).filter((ability) => supports[ability]),
    prices: mapPrices(findPrices({ model: modelId })),
  };
}

function mapPrices(prices: TokenPrices | undefined): ModelSummary['prices'] {
  if (prices?.input === undefined || prices.output === undefined) return null;
  const { input, output, cacheRead = null, cacheWrite5m = null } = prices;
  return { input, output, cache_read: cacheRead, cache_write: cacheWrite5m };
}
