import type { Conversation } from '../conversation/conversation.ts';
import { dropConverseFields } from '../conversation/drop-converse-fields.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';

/** Reports what OpenAI's APIs have no place for. */
export function dropForeignFields(conversation: Conversation, context: TranslationContext): void {
  if (conversation.topK !== undefined) context.drop('top_k', 'the OpenAI format has no such parameter');
  if (conversation.anthropicTools) context.drop('tools', "Anthropic's own tools work only with Claude");
  dropConverseFields(conversation, context);
}
