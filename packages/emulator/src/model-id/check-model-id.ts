import { invalidRequest } from '../service-error.ts';

/**
 * Families Bedrock offers, by the start of their ids behind an optional geography. New versions need no new entry, and
 * an id nobody offers is still refused.
 */
const knownModel =
  /^(?:[a-z]{2,6}(?:-[a-z]{3})?\.)?(?:anthropic\.claude-(?:v?\d|instant|opus|sonnet|haiku|fable)|amazon\.(?:nova|titan|rerank)-|meta\.llama|mistral\.(?:mistral|mixtral|ministral|pixtral|magistral|devstral|voxtral|codestral)-|cohere\.(?:command|embed|rerank)-|ai21\.(?:jamba|j2)-|openai\.gpt-|deepseek\.|qwen\.qwen|minimax\.|moonshot(?:ai)?\.kimi-|zai\.glm-|nvidia\.|google\.gemma-|writer\.palmyra-|stability\.|twelvelabs\.|luma\.|xai\.grok-)[\w.:-]*$/u;

const arn =
  /^arn:aws(?:-us-gov|-cn|-eusc)?:(?:bedrock:[a-z0-9-]{1,20}:(?:\d{12})?:(?:foundation-model|inference-profile|application-inference-profile|provisioned-model|custom-model|custom-model-deployment|imported-model|prompt|prompt-router|default-prompt-router)\/[\w.:/-]+|sagemaker:[a-z0-9-]{1,20}:\d{12}:endpoint\/[\w-]+)$/u;

/** The id of the model an identifier names, undefined where an ARN does not say (such as an application profile). */
export function findModelName(identifier: string): string | undefined {
  if (!identifier.startsWith('arn:')) return identifier;
  return /:(?:foundation-model|inference-profile)\/(.+)$/u.exec(identifier)?.[1];
}

/** Throws Bedrock's ValidationException for an unknown model and for a malformed ARN. */
export function checkModelId(identifier: string): void {
  const name = findModelName(identifier);
  const isKnown =
    (!identifier.startsWith('arn:') || arn.test(identifier)) && (name === undefined || knownModel.test(name));
  if (!isKnown) throw invalidRequest('The provided model identifier is invalid.');
}
