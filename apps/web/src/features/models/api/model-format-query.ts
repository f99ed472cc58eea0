import { queryOptions } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

/** Which format fits a model, and why. */
export function modelFormatQuery(modelId: string) {
  return queryOptions({
    queryKey: ['model-format', modelId],
    queryFn: ({ signal }) => apiClient.getModelFormat({ model_id: modelId }, signal),
    enabled: modelId !== '',
    staleTime: 60_000,
  });
}
