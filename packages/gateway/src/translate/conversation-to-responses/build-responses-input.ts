import { buildOpenAiMessages } from '../conversation-to-openai/build-openai-messages.ts';
import type { OpenAiMessage, OpenAiPart } from '../conversation-to-openai/openai-request.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { refuse } from '../conversation/parse-field.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import type { ResponsesItem, ResponsesPart } from './responses-request.ts';

/** The messages of a chat as the items of a response's input: calls and what they gave are items of their own. */
export function buildResponsesInput(
  conversation: Conversation,
  context: TranslationContext,
): ResponsesItem[] {
  return buildOpenAiMessages(conversation, context).flatMap(mapMessage);
}

function mapMessage(message: OpenAiMessage): ResponsesItem[] {
  switch (message.role) {
    case 'system':
      return [message];
    case 'user': {
      const { role, content } = message;
      return [{ role, content: typeof content === 'string' ? content : content.map(mapPart) }];
    }
    case 'assistant':
      return [
        ...(message.content === null ? [] : [{ role: message.role, content: message.content }]),
        ...(message.tool_calls ?? []).map(({ id, function: called }) => ({
          type: 'function_call' as const,
          call_id: id,
          ...called,
        })),
      ];
    case 'tool':
      return [{ type: 'function_call_output', call_id: message.tool_call_id, output: message.content }];
    default:
      return message satisfies never;
  }
}

function mapPart(part: OpenAiPart): ResponsesPart {
  switch (part.type) {
    case 'text':
      return { type: 'input_text', text: part.text };
    case 'image_url':
      return { type: 'input_image', image_url: part.image_url.url };
    case 'file':
      return { type: 'input_file', ...part.file };
    case 'input_audio':
      return refuse('messages', 'this model takes no audio', 'unsupported_parameter');
    default:
      return part satisfies never;
  }
}
