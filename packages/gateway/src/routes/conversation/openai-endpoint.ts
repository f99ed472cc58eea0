import { parseModelId } from '@outcrop/bedrock';
import type { Target } from '../../routing/target.ts';
import type { ClientApiName } from '../../translate/registry.ts';
import type { BedrockSurface } from '../../upstream/upstream-request.ts';

/** Where Bedrock's OpenAI-compatible endpoint serves a model to one of the clients' APIs. */
export interface OpenAiEndpoint {
  surface: BedrockSurface;
  path: string;
  /** The model as that endpoint calls it. */
  model: string;
}

interface EndpointRule {
  api: ClientApiName;
  /** Of the model's id without a profile's prefix. */
  match: RegExp;
  surface: BedrockSurface;
  path: string;
}

// The first that fits counts. Models that only mantle serves, and those whose Responses only mantle has:
// https://docs.aws.amazon.com/bedrock/latest/userguide/models-endpoint-availability.html
const rules: readonly EndpointRule[] = [
  {
    api: 'openai-chat',
    match: /^xai\.|^google\.gemma-4/,
    surface: 'mantle',
    path: '/openai/v1/chat/completions',
  },
  // Nor do they have Converse: other clients are translated.
  {
    api: 'anthropic-messages',
    match: /^xai\.|^google\.gemma-4/,
    surface: 'mantle',
    path: '/openai/v1/chat/completions',
  },
  { api: 'openai-chat', match: /^/, surface: 'runtime', path: '/openai/v1/chat/completions' },
  { api: 'openai-responses', match: /^openai\.gpt-oss-/, surface: 'mantle', path: '/v1/responses' },
  {
    api: 'openai-responses',
    match: /^openai\.gpt-5|^xai\.|^google\.gemma-4/,
    surface: 'mantle',
    path: '/openai/v1/responses',
  },
  { api: 'openai-responses', match: /^openai\./, surface: 'runtime', path: '/openai/v1/responses' },
];

/** Undefined where Bedrock serves the model by another API only, such as Responses of an open-weight model. */
export function findOpenAiEndpoint(api: ClientApiName, target: Target): OpenAiEndpoint | undefined {
  const { baseModelId = target.knownModelId } = parseModelId(target.knownModelId);
  const rule = rules.find((candidate) => candidate.api === api && candidate.match.test(baseModelId));
  if (!rule) return undefined;
  const { surface, path } = rule;
  return { surface, path, model: surface === 'mantle' ? nameForMantle(target.modelId) : target.modelId };
}

/** Mantle's ids have no version: `openai.gpt-oss-120b` is `openai.gpt-oss-120b-1:0` elsewhere. */
function nameForMantle(modelId: string): string {
  return modelId.startsWith('openai.gpt-oss-') ? modelId.replace(/-\d+:\d+$/, '') : modelId;
}
