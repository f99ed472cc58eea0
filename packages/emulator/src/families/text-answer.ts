import { emptyConversation } from '../answer/conversation.ts';
import type { Conversation, Turn } from '../answer/conversation.ts';
import type { AnswerPlan } from '../answer/plan-answer.ts';
import { asNumber, asStrings } from '../json.ts';
import { missingKey } from './missing-key.ts';

export interface PromptRequest {
  prompt: unknown;
  /** What the family calls the prompt, for its refusal. */
  promptKey: string;
  maxTokens: unknown;
  stopSequences?: unknown;
  modelId: string;
}

/** A conversation from the body of a family that completes one string of text. */
export function readPromptRequest(request: PromptRequest): Conversation {
  if (typeof request.prompt !== 'string') {
    throw missingKey(request.promptKey);
  }
  return {
    ...emptyConversation(request.modelId),
    turns: readTurns(request.prompt),
    maxTokens: asNumber(request.maxTokens) ?? 512,
    stopSequences: asStrings(request.stopSequences),
    reasoning: 'unsupported',
  };
}

/** All the text of an answer, for families that know nothing else. */
export function textOfPlan(plan: AnswerPlan): string {
  return plan.parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n\n');
}

const speaker = /\n\n(Human|Assistant):/u;
// Llama's <|…|> headers, Mistral's <s> and [INST] and DeepSeek's <｜…｜>.
const templateMark = /<\|start_header_id\|>\w+<\|end_header_id\|>|<[|｜][^<>]*[|｜]>|<\/?s>|\[\/?INST\]/gu;

function readTurns(prompt: string): Turn[] {
  const pieces = prompt.split(speaker);
  const turns: Turn[] = [];
  const push = (role: Turn['role'], text: string): void => {
    const words = text.replaceAll(templateMark, ' ').trim();
    if (words !== '') turns.push({ role, parts: [{ kind: 'text', text: words }] });
  };
  push('user', pieces[0] ?? '');
  for (let index = 1; index < pieces.length; index += 2) {
    push(pieces[index] === 'Human' ? 'user' : 'assistant', pieces[index + 1] ?? '');
  }
  return turns;
}
