import { type ModelFormatName, modelFormatNames, type ModelSummary } from '@outcrop/protocol';

/** What the address says about the list of models; what is absent narrows nothing. */
export interface ModelFilter {
  q?: string;
  project?: string;
  provider?: string;
  format?: ModelFormatName;
  ability?: string;
  available?: 'true';
  source?: 'custom';
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : undefined;
}

/** Takes any search parameters; what it does not know is left out. */
export function parseModelFilter(search: Record<string, unknown>): ModelFilter {
  const [q, project, provider, ability] = ['q', 'project', 'provider', 'ability'].map((name) =>
    readText(search[name]),
  );
  const format = modelFormatNames.find((name) => name === search['format']);
  return {
    ...(q !== undefined && { q }),
    ...(project !== undefined && { project }),
    ...(provider !== undefined && { provider }),
    ...(format !== undefined && { format }),
    ...(ability !== undefined && { ability }),
    ...(search['available'] === 'true' && { available: 'true' }),
    ...(search['source'] === 'custom' && { source: 'custom' }),
  };
}

/** Every word has to be in a model's names or its id, in any order. */
function matchesWords(model: ModelSummary, words: readonly string[]): boolean {
  const text = `${model.name} ${model.display_name ?? ''} ${model.model_id}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

export function filterModels(models: readonly ModelSummary[], filter: ModelFilter): ModelSummary[] {
  const { provider, format, ability } = filter;
  const words = (filter.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return models.filter(
    (model) =>
      matchesWords(model, words) &&
      (provider === undefined || model.provider_ids.includes(provider)) &&
      (format === undefined || model.format === format) &&
      (ability === undefined || model.abilities.includes(ability)) &&
      (filter.available === undefined || model.is_available === true) &&
      (filter.source === undefined || model.source === filter.source),
  );
}

/** Every ability that some model has, by name. */
export function listAbilities(models: readonly ModelSummary[]): string[] {
  return [...new Set(models.flatMap(({ abilities }) => abilities))].toSorted();
}
