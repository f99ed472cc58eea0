import type { Answer, AnswerPart } from '../conversation/answer.ts';
import type { AnswerRestoration } from '../conversation/answer-restoration.ts';
import { settleStopReason } from '../conversation/settle-stop-reason.ts';
import type { OpenAiAnswerMessage, OpenAiResponse } from './openai-response.ts';
import { findReasoning, readAnswerDetails, readFinish } from './read-openai-details.ts';
import { readToolInput } from './read-tool-input.ts';

/** Reads a chat completion of Bedrock's OpenAI-compatible endpoint, which has one choice. */
export function readOpenAiAnswer(response: OpenAiResponse, restoration: AnswerRestoration): Answer {
  const [choice] = response.choices ?? [];
  const parts = readParts(choice?.message ?? {}, restoration);
  const finish = readFinish(choice?.finish_reason ?? 'stop');
  const hasToolCalls = parts.some((part) => part.type === 'tool-call');
  return {
    ...readAnswerDetails(response),
    ...finish,
    stopReason: settleStopReason(finish.stopReason, hasToolCalls),
    parts,
  };
}

function readParts(
  message: OpenAiAnswerMessage,
  { toolNames, outputToolName }: AnswerRestoration,
): AnswerPart[] {
  const parts: AnswerPart[] = [];
  const reasoning = findReasoning(message);
  if (reasoning !== undefined) parts.push({ type: 'thinking', text: reasoning });
  const text = message.content || message.refusal;
  if (text) parts.push({ type: 'text', text });
  for (const [index, { id = `call_${index}`, function: called = {} }] of (
    message.tool_calls ?? []
  ).entries()) {
    const { name = '', arguments: json = '' } = called;
    if (name === outputToolName) parts.push({ type: 'text', text: json || '{}' });
    else parts.push({ type: 'tool-call', id, name: toolNames.toClient(name), input: readToolInput(json) });
  }
  return parts;
}
