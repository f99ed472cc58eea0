import type { ConnectionTest, ProviderInput } from '@outcrop/protocol';
import { useMutation } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

/** A saved provider as it is, one with changes that are not saved yet, or one that is new. */
export type Tested = { id: string; input?: ProviderInput } | { id: undefined; input: ProviderInput };

export function useTestProvider() {
  return useMutation({
    mutationFn: ({ id, input }: Tested): Promise<ConnectionTest> =>
      id === undefined ? apiClient.testProviderInput(input) : apiClient.testProvider(id, input),
  });
}
