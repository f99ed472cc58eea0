import { listModels, parseModelId } from '@outcrop/bedrock';

import { bothEndpoints, jsonAnswer } from './operation.ts';
import type { EmulatedOperation } from './operation.ts';

/** OpenAI's list of models, from Outcrop's catalog. */
export const listOpenAiModels: EmulatedOperation = {
  name: 'ListModels',
  method: 'GET',
  path: /^(?:\/openai)?\/v1\/models$/u,
  services: bothEndpoints,
  answer: () =>
    jsonAnswer({
      object: 'list',
      data: listModels()
        .filter((model) => model.mode === 'chat' && parseModelId(model.id).kind === 'base')
        .map(({ id }) => ({
          id,
          object: 'model',
          created: 1_767_225_600,
          owned_by: parseModelId(id).provider,
        })),
    }),
};
