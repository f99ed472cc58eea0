import type { ModelSummary } from '@outcrop/protocol';

/** A model of the registry of which nothing is known but its name, and what the test says. */
export function buildModel(name: string, known: Partial<ModelSummary> = {}): ModelSummary {
  return {
    name,
    display_name: null,
    model_id: name,
    format: 'converse',
    source: 'registry',
    id: null,
    project: null,
    provider_id: null,
    provider_ids: ['p1'],
    profile_scope: null,
    mode: 'chat',
    context_window: null,
    max_output_tokens: null,
    abilities: [],
    prices: null,
    is_available: null,
    ...known,
  };
}
