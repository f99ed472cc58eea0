import type { ConverseRequest } from './conversation-to-converse/converse-request.ts';
import { parseRecord } from './conversation/parse-field.ts';
import type { Notice } from './conversation/translation-context.ts';
import { type RequestTranslation, translateRequest } from './translate-request.ts';

export interface TranslatedCountTokens {
  /** Of Bedrock's CountTokens, which answers `{ inputTokens }`. */
  body: { input: { converse: object } | { invokeModel: { body: string } } };
  dropped: Notice[];
}

// Counting needs no limit, but reading a request does; high enough that no budget for reasoning is lowered.
const anyMaxTokens = 200_000;

/**
 * Translates Anthropic's `POST /v1/messages/count_tokens`.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html
 */
export async function translateCountTokens(
  translation: Omit<RequestTranslation, 'from'>,
): Promise<TranslatedCountTokens> {
  const asked = parseRecord(translation.body, '');
  const { body, dropped } = await translateRequest({
    ...translation,
    from: 'anthropic-messages',
    body: { ...asked, max_tokens: asked.max_tokens ?? anyMaxTokens },
  });
  if (translation.to === 'anthropic') {
    const bytes = Buffer.from(JSON.stringify(body)).toString('base64');
    return { body: { input: { invokeModel: { body: bytes } } }, dropped };
  }
  const { messages, system, toolConfig, additionalModelRequestFields } = body as ConverseRequest;
  return {
    body: { input: { converse: { messages, system, toolConfig, additionalModelRequestFields } } },
    dropped,
  };
}
