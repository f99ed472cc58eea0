import { parseModelId } from '@outcrop/bedrock';
import type { ModelFormatName } from '@outcrop/protocol';

interface FormatPattern {
  /** Of the model's id without the prefix of a profile. */
  pattern: RegExp;
  /** Of the profile's prefix; absent: any or none. */
  profile?: RegExp;
  format: ModelFormatName;
  reason: string;
}

/** How a model is asked unless somebody says otherwise; the first that fits. */
const formatPatterns: readonly FormatPattern[] = [
  {
    pattern: /^anthropic\./,
    format: 'anthropic',
    reason: 'Claude is asked in Anthropic’s own format, which carries everything it can do',
  },
  {
    // https://docs.aws.amazon.com/bedrock/latest/userguide/models-endpoint-availability.html
    pattern: /^(openai\.gpt-(?!oss)|xai\.|google\.gemma-4)/,
    profile: /^$/,
    format: 'openai',
    reason: 'this model is served at Bedrock’s OpenAI-compatible endpoint',
  },
  {
    pattern: /./,
    profile: /./,
    format: 'converse',
    reason: 'a cross-Region profile of any model but Claude is asked by Converse',
  },
  {
    pattern: /./,
    format: 'converse',
    reason: 'Converse speaks to every model that takes messages',
  },
];

/** What a model is asked in by its own id; `undefined` for an id that does not say the model. */
export function findFormat(modelId: string): { format: ModelFormatName; reason: string } | undefined {
  const { baseModelId, profilePrefix = '' } = parseModelId(modelId);
  if (baseModelId === undefined) return undefined;
  return formatPatterns.find(
    ({ pattern, profile }) => pattern.test(baseModelId) && (!profile || profile.test(profilePrefix)),
  );
}
