import type { ConnectionStep, ConnectionTest, ProviderInput } from '@outcrop/protocol';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { apiClient } from '../../../lib/api-client.ts';

/** A saved provider as it is, one with changes that are not saved yet, or one that is new. */
export type Tested = { id: string; input?: ProviderInput } | { id: undefined; input: ProviderInput };

/** `steps` grows while the test runs. */
export function useTestProvider() {
  const [steps, setSteps] = useState<readonly ConnectionStep[]>([]);
  const mutation = useMutation({
    mutationFn: ({ id, input }: Tested): Promise<ConnectionTest> => {
      setSteps([]);
      const onStep = (step: ConnectionStep) => setSteps((before) => [...before, step]);
      return id === undefined
        ? apiClient.testProviderInput(input, onStep)
        : apiClient.testProvider(id, input, onStep);
    },
  });
  return { ...mutation, steps };
}
