import type { Answer, AnswerPart } from '../conversation/answer.ts';
import type { AnswerRestoration } from '../conversation/answer-restoration.ts';
import { settleStopReason } from '../conversation/settle-stop-reason.ts';
import type { ConverseResponse, ConverseResponseBlock } from './converse-response.ts';
import { readAnswerDetails, readFinish } from './read-answer-details.ts';
import { readCitation } from './read-citation.ts';

/** Reads the answer of Converse. Blocks of a kind no client API has are left out. */
export function readConverseAnswer(response: ConverseResponse, restoration: AnswerRestoration): Answer {
  const parts: AnswerPart[] = [];
  for (const block of response.output?.message?.content ?? []) {
    const part = readBlock(block, restoration);
    if (part) parts.push(part);
  }
  const modelFields = response.additionalModelResponseFields;
  const finish = readFinish(response.stopReason ?? 'end_turn', modelFields);
  return {
    ...readAnswerDetails(response),
    ...finish,
    stopReason: settleStopReason(
      finish.stopReason,
      parts.some((part) => part.type === 'tool-call'),
    ),
    parts,
    modelFields,
  };
}

function readBlock(block: ConverseResponseBlock, restoration: AnswerRestoration): AnswerPart | undefined {
  if (block.text !== undefined) return { type: 'text', text: block.text };
  if (block.toolUse) {
    const { toolUseId, name, input = {} } = block.toolUse;
    if (name === restoration.outputToolName) return { type: 'text', text: JSON.stringify(input) };
    return { type: 'tool-call', id: toolUseId, name: restoration.toolNames.toClient(name), input };
  }
  if (block.reasoningContent) return readReasoning(block.reasoningContent);
  if (block.citationsContent) {
    const { content = [], citations = [] } = block.citationsContent;
    const text = content.map((piece) => piece.text ?? '').join('');
    return { type: 'text', text, citations: citations.map(readCitation) };
  }
  return undefined;
}

function readReasoning({
  reasoningText,
  redactedContent,
}: NonNullable<ConverseResponseBlock['reasoningContent']>): AnswerPart | undefined {
  if (redactedContent !== undefined) return { type: 'redacted-thinking', data: redactedContent };
  return reasoningText && { type: 'thinking', text: reasoningText.text, signature: reasoningText.signature };
}
