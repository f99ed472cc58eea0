import type { ConverseRequest } from '../src/translate/conversation-to-converse/converse-request.ts';
import type { AnthropicRequest } from '../src/translate/conversation-to-anthropic/anthropic-request.ts';
import {
  type RequestTranslation,
  type TranslatedRequest,
  translateRequest,
} from '../src/translate/translate-request.ts';

/** Models that stand for what differs between them. */
export const models = {
  budgetClaude: 'us.anthropic.claude-sonnet-4-20250514-v1:0',
  nativeClaude: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  adaptiveClaude: 'us.anthropic.claude-sonnet-5',
  nova: 'us.amazon.nova-pro-v1:0',
  mistral: 'mistral.mistral-large-2407-v1:0',
  llama: 'us.meta.llama3-1-70b-instruct-v1:0',
  titan: 'amazon.titan-text-express-v1',
};

type Options = Partial<RequestTranslation> & { body: Record<string, unknown> };
type Translated<Body> = Omit<TranslatedRequest, 'body'> & { body: Body };

/** A chat completion as Converse gets it. */
export async function toConverse(options: Options): Promise<Translated<ConverseRequest>> {
  const translated = await translateRequest({
    from: 'openai-chat',
    modelId: models.budgetClaude,
    ...options,
    to: 'converse',
  });
  return translated as Translated<ConverseRequest>;
}

/** A chat completion as InvokeModel of Claude gets it. */
export async function toAnthropic(options: Options): Promise<Translated<AnthropicRequest>> {
  const translated = await translateRequest({
    from: 'openai-chat',
    modelId: models.budgetClaude,
    ...options,
    to: 'anthropic',
  });
  return translated as Translated<AnthropicRequest>;
}

/** The fields that were reported, with how. */
export function listNotices({ dropped }: TranslatedRequest): string[] {
  return dropped.map(({ field, kind }) => `${field} ${kind}`);
}
