import type { ModelFormatSuggestion, ModelInput, ModelList, ModelSummary } from '@outcrop/protocol';
import { apiPath, type SendRequest } from './send-request.ts';

type NewModel = Pick<ModelInput, 'name' | 'model_id'> & Partial<ModelInput>;

export interface ModelFormatQuery {
  model_id: string;
  provider_id?: string;
}

export function createModelRequests(send: SendRequest) {
  return {
    /** Without a project, the models of the providers for every project. */
    listModels: (query: { project?: string } = {}, signal?: AbortSignal) =>
      send<ModelList>('GET', '/api/models', { query, signal }),
    /** Without a format, the one that {@link getModelFormat} suggests. */
    createModel: (input: NewModel) => send<ModelSummary>('POST', '/api/models', { body: input }),
    /** What is left out stays as it was. */
    updateModel: (id: string, change: Partial<ModelInput>) =>
      send<ModelSummary>('PATCH', apiPath`/api/models/${id}`, { body: change }),
    deleteModel: (id: string) => send<void>('DELETE', apiPath`/api/models/${id}`),
    /** With a provider, only its account is asked about an ARN. */
    getModelFormat: (query: ModelFormatQuery, signal?: AbortSignal) =>
      send<ModelFormatSuggestion>('GET', '/api/models/format', { query: { ...query }, signal }),
  };
}
