import { readArray, readRecord, readString } from '../read-value.ts';
import { parseModelId } from './parse-model-id.ts';

/** The request to AWS's control plane that tells the model behind an ARN. */
export interface ModelLookup {
  /** First part of the service's host name; its requests are signed for `bedrock`. */
  service: 'bedrock' | 'bedrock-agent';
  /** Percent-encoded. */
  path: string;
  query: Record<string, string>;
  /** A model or cross-Region profile id; undefined when the answer names none. Never throws. */
  readModel(answer: unknown): string | undefined;
}

/** How to find the model behind an application profile or a managed prompt; undefined for every other id. */
export function findModelLookup(modelId: string): ModelLookup | undefined {
  if (!modelId.startsWith('arn:')) return undefined;
  const { kind } = parseModelId(modelId);
  if (kind === 'application-profile') return lookUpProfile(modelId);
  return kind === 'prompt' ? lookUpPrompt(modelId) : undefined;
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetInferenceProfile.html */
function lookUpProfile(arn: string): ModelLookup {
  return {
    service: 'bedrock',
    path: `/inference-profiles/${encodeURIComponent(arn)}`,
    query: {},
    readModel: (answer) =>
      mapDestinations(
        readArray(readRecord(answer).models).map((model) => readString(readRecord(model).modelArn)),
      ),
  };
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_GetPrompt.html */
function lookUpPrompt(arn: string): ModelLookup {
  const [, prompt = arn, promptVersion] = /^(.*?\/[^:]+)(?::(\w+))?$/.exec(arn) ?? [];
  return {
    service: 'bedrock-agent',
    path: `/prompts/${encodeURIComponent(prompt)}/`,
    query: promptVersion === undefined ? {} : { promptVersion },
    readModel(answer) {
      const { defaultVariant, variants } = readRecord(answer);
      const list = readArray(variants).map(readRecord);
      const variant = list.find(({ name }) => name === defaultVariant) ?? list[0];
      return readString(variant?.modelId);
    },
  };
}

const geographies: readonly (readonly [regions: RegExp, prefix: string])[] = [
  [/^us-gov-/, 'us-gov'],
  [/^(?:us|ca)-/, 'us'],
  [/^eu-/, 'eu'],
  [/^ap-/, 'apac'],
];

/**
 * An application profile lists where its calls may go, and by that it has the price of the profile it was made from: one
 * Region, a geography, or with an ARN that has no Region the whole world.
 */
function mapDestinations(arns: (string | undefined)[]): string | undefined {
  const models = arns.map(parseModelId).filter(({ baseModelId }) => baseModelId !== undefined);
  const [first] = models;
  if (first?.baseModelId === undefined) return undefined;
  const regions = new Set(models.map(({ region }) => region));
  if (regions.has(undefined)) return `global.${first.baseModelId}`;
  if (regions.size === 1) return first.baseModelId;
  const prefix = geographies.find(([pattern]) => pattern.test(first.region ?? ''))?.[1];
  return prefix === undefined ? first.baseModelId : `${prefix}.${first.baseModelId}`;
}
