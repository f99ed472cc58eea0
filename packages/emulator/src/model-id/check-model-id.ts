import { findModel, parseModelId } from '@outcrop/bedrock';

import { invalidRequest } from '../service-error.ts';

/**
 * Families Bedrock offers or has offered, by the start of their ids. Retired and new versions need no entry in the
 * catalog, and an id nobody ever offered is still refused.
 */
const knownFamily =
  /^(?:anthropic\.claude-(?:v?\d|instant|opus|sonnet|haiku|fable)|amazon\.(?:nova|titan|rerank)-|meta\.llama|mistral\.(?:mistral|mixtral|ministral|pixtral|magistral|devstral|voxtral)-|cohere\.(?:command|embed|rerank)-|ai21\.(?:jamba|j2)-|openai\.gpt-|deepseek\.|qwen\.qwen|stability\.(?:sd3|stable-))/u;

/** Throws Bedrock's ValidationException for an unknown model and for a malformed ARN. */
export function checkModelId(identifier: string): void {
  const { kind, baseModelId, accountId } = parseModelId(identifier);
  const isKnown =
    kind !== 'unknown' &&
    (accountId === undefined || /^\d{12}$/u.test(accountId)) &&
    (baseModelId === undefined || knownFamily.test(baseModelId) || findModel(identifier) !== undefined);
  if (!isKnown) throw invalidRequest('The provided model identifier is invalid.');
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/models-endpoint-availability.html */
const onMantleAlone = /^(?:xai\.grok-4\.3|google\.gemma-4|openai\.gpt-5)/u;
/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-card-openai-gpt-54.html */
const byResponsesAlone = /^openai\.gpt-5/u;

/** For Bedrock's own operations, which some models do not have: they are served at its OpenAI-compatible endpoint alone. */
export function checkOperationModel(identifier: string): void {
  checkModelId(identifier);
  if (isAlone(identifier, onMantleAlone)) throw invalidRequest('The provided model identifier is invalid.');
}

/** For chat completions. */
export function checkChatModel(identifier: string): void {
  checkModelId(identifier);
  if (isAlone(identifier, byResponsesAlone))
    throw invalidRequest(`The model '${identifier}' does not support the '/v1/chat/completions' API`);
}

/** A cross-Region profile of such a model has all that others have. */
function isAlone(identifier: string, models: RegExp): boolean {
  const { baseModelId = '', profilePrefix } = parseModelId(identifier);
  return profilePrefix === undefined && models.test(baseModelId);
}
