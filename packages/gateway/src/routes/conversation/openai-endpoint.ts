import { parseModelId } from '@outcrop/bedrock';
import type { Target } from '../../routing/target.ts';
import type { ClientApiName } from '../../translate/registry.ts';
import type { BedrockSurface } from '../../upstream/upstream-request.ts';

/** Where Bedrock's OpenAI-compatible endpoint serves a model, and in which of OpenAI's APIs. */
export interface OpenAiEndpoint {
  surface: BedrockSurface;
  path: string;
  format: 'openai' | 'openai-responses';
  /** The model as that endpoint calls it. */
  model: string;
}

interface EndpointRule extends Omit<OpenAiEndpoint, 'model'> {
  /** Of the client; absent for every one. */
  api?: ClientApiName;
  /** Of the model's id without a profile's prefix. */
  match: RegExp;
}

const chat = { format: 'openai', path: '/openai/v1/chat/completions' } as const;
const responses = { format: 'openai-responses', path: '/openai/v1/responses' } as const;

// The first that fits counts. The first three are of models that only mantle serves, GPT-5 by Responses alone: clients of
// another API are translated. https://docs.aws.amazon.com/bedrock/latest/userguide/models-endpoint-availability.html
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-card-openai-gpt-54.html
const rules: readonly EndpointRule[] = [
  { match: /^openai\.gpt-5/, surface: 'mantle', ...responses },
  { api: 'openai-responses', match: /^xai\.|^google\.gemma-4/, surface: 'mantle', ...responses },
  { match: /^xai\.|^google\.gemma-4/, surface: 'mantle', ...chat },
  { api: 'openai-chat', match: /^/, surface: 'runtime', ...chat },
  {
    api: 'openai-responses',
    match: /^openai\.gpt-oss-/,
    surface: 'mantle',
    ...responses,
    path: '/v1/responses',
  },
  { api: 'openai-responses', match: /^openai\./, surface: 'runtime', ...responses },
];

/** Undefined where Bedrock serves the model by another API only, such as Responses of an open-weight model. */
export function findOpenAiEndpoint(client: ClientApiName, target: Target): OpenAiEndpoint | undefined {
  const { baseModelId = target.knownModelId, profilePrefix } = parseModelId(target.knownModelId);
  const rule = rules.find(
    ({ api, match, surface }) =>
      (api ?? client) === client &&
      match.test(baseModelId) &&
      // Mantle knows no profiles.
      (surface !== 'mantle' || profilePrefix === undefined),
  );
  if (!rule) return undefined;
  const { surface, path, format } = rule;
  return {
    surface,
    path,
    format,
    model: surface === 'mantle' ? nameForMantle(target.modelId) : target.modelId,
  };
}

/** Mantle's ids have no version: `openai.gpt-oss-120b` is `openai.gpt-oss-120b-1:0` elsewhere. */
function nameForMantle(modelId: string): string {
  return modelId.startsWith('openai.gpt-oss-') ? modelId.replace(/-\d+:\d+$/, '') : modelId;
}
