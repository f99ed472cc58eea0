import type { ModelFormatSuggestion, ModelInput, ModelList, ModelSummary } from '@outcrop/protocol';
import { apiPath, type SendRequest } from './send-request.ts';

export function createModelRequests(send: SendRequest) {
  return {
    /** Without a project, the models of the providers for every project. */
    listModels: (query: { project?: string } = {}, signal?: AbortSignal) =>
      send<ModelList>('GET', '/api/models', { query, signal }),
    createModel: (input: ModelInput) => send<ModelSummary>('POST', '/api/models', { body: input }),
    deleteModel: (id: string) => send<void>('DELETE', apiPath`/api/models/${id}`),
    getModelFormat: (modelId: string, signal?: AbortSignal) =>
      send<ModelFormatSuggestion>('GET', '/api/models/format', { query: { model_id: modelId }, signal }),
  };
}
