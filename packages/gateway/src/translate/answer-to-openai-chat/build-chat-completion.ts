import type { Answer } from '../conversation/answer.ts';
import type { AnswerIdentity } from '../conversation/answer-identity.ts';
import type { TextPart } from '../conversation/part.ts';
import { findAnnotation } from './build-annotation.ts';
import { buildChatUsage } from './build-chat-usage.ts';
import type { ChatChoice, ChatCompletion, ChatMessage } from './chat-completion.ts';
import { mapFinishReason, mapServiceTier } from './map-finish-reason.ts';

/** Builds the answer to a chat completion that was not streamed. */
export function buildChatCompletion(answer: Answer, identity: AnswerIdentity): ChatCompletion {
  const choice: ChatChoice = {
    index: 0,
    message: buildMessage(answer),
    logprobs: null,
    finish_reason: mapFinishReason(answer.stopReason),
    native_finish_reason: answer.rawStopReason,
  };
  if (answer.stopSequence !== undefined) choice.stop_sequence = answer.stopSequence;
  const completion: ChatCompletion = {
    id: `chatcmpl-${identity.id}`,
    object: 'chat.completion',
    created: identity.createdSeconds,
    model: identity.model,
    choices: [choice],
  };
  if (answer.usage) completion.usage = buildChatUsage(answer.usage);
  const tier = mapServiceTier(answer.serviceTier);
  if (tier) completion.service_tier = tier;
  if (answer.trace !== undefined) completion.trace = answer.trace;
  return completion;
}

function buildMessage({ parts }: Answer): ChatMessage {
  const message: ChatMessage = { role: 'assistant', content: null, refusal: null };
  for (const part of parts) {
    switch (part.type) {
      case 'text':
        addText(message, part);
        break;
      case 'tool-call':
        (message.tool_calls ??= []).push({
          id: part.id,
          type: 'function',
          function: { name: part.name, arguments: JSON.stringify(part.input) },
        });
        break;
      case 'thinking':
        message.reasoning_content = (message.reasoning_content ?? '') + part.text;
        if (part.signature !== undefined) {
          const { text: thinking, signature } = part;
          (message.thinking_blocks ??= []).push({ type: 'thinking', thinking, signature });
        }
        break;
      case 'redacted-thinking':
        (message.thinking_blocks ??= []).push({ type: 'redacted_thinking', data: part.data });
        break;
      default:
        part satisfies never;
    }
  }
  return message;
}

function addText(message: ChatMessage, { text, citations = [] }: TextPart): void {
  const before = message.content ?? '';
  message.content = before + text;
  if (citations.length === 0) return;
  (message.citations ??= []).push(...citations);
  for (const citation of citations) {
    const annotation = findAnnotation(citation, before.length, message.content.length);
    if (annotation) (message.annotations ??= []).push(annotation);
  }
}
