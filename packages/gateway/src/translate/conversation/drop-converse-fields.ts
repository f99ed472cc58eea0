import type { Conversation } from './conversation.ts';
import type { TranslationContext } from './translation-context.ts';

/** Reports what only Converse has a place for. */
export function dropConverseFields(conversation: Conversation, context: TranslationContext): void {
  if (conversation.promptVariables) {
    context.drop('promptVariables', 'stored prompts work only with the Converse format');
  }
  if (conversation.responseFieldPaths) {
    context.drop('additionalModelResponseFieldPaths', 'works only with the Converse format');
  }
  if (conversation.guardrail?.streamProcessingMode !== undefined) {
    context.drop('guardrailConfig.streamProcessingMode', 'works only with the Converse format');
  }
}
