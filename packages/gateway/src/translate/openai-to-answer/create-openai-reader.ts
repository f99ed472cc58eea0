import { AnswerEmitter } from '../conversation/answer-emitter.ts';
import type { AnswerListener } from '../conversation/answer-listener.ts';
import type { AnswerReader } from '../conversation/answer-reader.ts';
import type { AnswerRestoration } from '../conversation/answer-restoration.ts';
import { isRecord } from '../conversation/parse-field.ts';
import { findEventFailure } from '../errors/find-event-failure.ts';
import type { OpenAiChunk, OpenAiDelta } from './openai-response.ts';
import { findReasoning, readAnswerDetails, readFinish } from './read-openai-details.ts';

/** The parts of an answer have no numbers in this API but for tool calls, which come behind these. */
const thinkingBlock = 0;
const textBlock = 1;
const firstToolBlock = 2;

/** Reads the chunks of a streamed chat completion. */
export function createOpenAiReader(listener: AnswerListener, restoration: AnswerRestoration): AnswerReader {
  const emitter = new AnswerEmitter(listener, restoration);
  let current: number | undefined;

  /** One part at a time is open: what follows another ends it. */
  function enter(block: number): void {
    if (current !== undefined && current !== block) emitter.endPart(current);
    current = block;
  }

  function readDelta(delta: OpenAiDelta): void {
    const reasoning = findReasoning(delta);
    if (reasoning !== undefined) {
      enter(thinkingBlock);
      emitter.addThinking(thinkingBlock, reasoning);
    }
    const text = delta.content || delta.refusal;
    if (text) {
      enter(textBlock);
      emitter.addText(textBlock, text);
    }
    for (const { index = 0, id, function: called = {} } of delta.tool_calls ?? []) {
      const block = firstToolBlock + index;
      if (called.name !== undefined && block !== current) {
        enter(block);
        emitter.startPart(block, { type: 'tool-call', id: id ?? `call_${index}`, name: called.name });
      }
      emitter.addToolInput(block, called.arguments ?? '');
    }
  }

  return {
    read(_name, payload) {
      if (!isRecord(payload)) return;
      const failure = findEventFailure(payload);
      if (failure) return emitter.fail(failure);
      const chunk: OpenAiChunk = payload;
      emitter.start();
      const [choice] = chunk.choices ?? [];
      if (choice?.delta) readDelta(choice.delta);
      if (choice?.finish_reason) emitter.finish(readFinish(choice.finish_reason));
      if (chunk.usage) emitter.addDetails(readAnswerDetails(chunk));
    },
    fail: (error) => emitter.fail(error),
    end: () => emitter.end(),
  };
}
