import { AnswerEmitter } from '../conversation/answer-emitter.ts';
import type { AnswerListener } from '../conversation/answer-listener.ts';
import type { AnswerReader } from '../conversation/answer-reader.ts';
import type { AnswerRestoration } from '../conversation/answer-restoration.ts';
import type { ConverseDelta, ConverseStreamEvents } from './converse-response.ts';
import { readAnswerDetails, readFinish } from './read-answer-details.ts';
import { readCitation } from './read-citation.ts';

/** Reads the events of ConverseStream. */
export function createConverseReader(listener: AnswerListener, restoration: AnswerRestoration): AnswerReader {
  const emitter = new AnswerEmitter(listener, restoration);
  return {
    read(name, payload) {
      if (name === 'contentBlockDelta')
        readDelta(emitter, payload as ConverseStreamEvents['contentBlockDelta']);
      else readRareEvent(emitter, name, payload);
    },
    fail: (error) => emitter.fail(error),
    end: () => emitter.end(),
  };
}

function readDelta(
  emitter: AnswerEmitter,
  { contentBlockIndex = 0, delta }: ConverseStreamEvents['contentBlockDelta'],
): void {
  if (!delta) return;
  if (delta.text !== undefined) emitter.addText(contentBlockIndex, delta.text);
  else if (delta.toolUse) emitter.addToolInput(contentBlockIndex, delta.toolUse.input ?? '');
  else if (delta.reasoningContent) readReasoning(emitter, contentBlockIndex, delta.reasoningContent);
  else if (delta.citation) emitter.addCitation(contentBlockIndex, readCitation(delta.citation));
}

function readReasoning(
  emitter: AnswerEmitter,
  block: number,
  { text, signature, redactedContent }: NonNullable<ConverseDelta['reasoningContent']>,
): void {
  if (text !== undefined) emitter.addThinking(block, text);
  else if (signature !== undefined) emitter.addSignature(block, signature);
  else if (redactedContent !== undefined) {
    emitter.startPart(block, { type: 'redacted-thinking', data: redactedContent });
  }
}

function readRareEvent(emitter: AnswerEmitter, name: string, payload: unknown): void {
  switch (name) {
    case 'messageStart':
      emitter.start();
      return;
    case 'contentBlockStart': {
      const { contentBlockIndex = 0, start } = payload as ConverseStreamEvents['contentBlockStart'];
      if (!start?.toolUse) return;
      const { toolUseId, name: toolName } = start.toolUse;
      emitter.startPart(contentBlockIndex, { type: 'tool-call', id: toolUseId, name: toolName });
      return;
    }
    case 'contentBlockStop': {
      const { contentBlockIndex = 0 } = payload as ConverseStreamEvents['contentBlockStop'];
      emitter.endPart(contentBlockIndex);
      return;
    }
    case 'messageStop': {
      const stop = payload as ConverseStreamEvents['messageStop'];
      emitter.finish(readFinish(stop.stopReason ?? 'end_turn', stop.additionalModelResponseFields));
      return;
    }
    case 'metadata':
      emitter.addDetails(readAnswerDetails(payload as ConverseStreamEvents['metadata']));
      return;
    default:
  }
}
