import { AnswerEmitter } from '../conversation/answer-emitter.ts';
import type { AnswerListener } from '../conversation/answer-listener.ts';
import type { AnswerReader } from '../conversation/answer-reader.ts';
import type { AnswerRestoration } from '../conversation/answer-restoration.ts';
import { isRecord } from '../conversation/parse-field.ts';
import { findEventFailure } from '../errors/find-event-failure.ts';
import type { ResponsesEvent } from './responses-body.ts';
import { readAnswerDetails, readFinish } from './read-responses-details.ts';

/** Reads the events of a streamed response. */
export function createResponsesReader(
  listener: AnswerListener,
  restoration: AnswerRestoration,
): AnswerReader {
  const emitter = new AnswerEmitter(listener, restoration);
  return {
    read(_name, payload) {
      if (!isRecord(payload)) return;
      const failure = findEventFailure(payload);
      if (failure) emitter.fail(failure);
      else if (typeof payload.type === 'string' && Object.hasOwn(events, payload.type))
        events[payload.type]?.(emitter, payload);
    },
    fail: (error) => emitter.fail(error),
    end: () => emitter.end(),
  };
}

type ReadEvent = (emitter: AnswerEmitter, event: ResponsesEvent) => void;

const addText: ReadEvent = (emitter, { output_index: block = 0, delta = '' }) =>
  emitter.addText(block, delta);

const addThinking: ReadEvent = (emitter, { output_index: block = 0, delta = '' }) =>
  emitter.addThinking(block, delta);

const finish: ReadEvent = (emitter, { response = {} }) => {
  emitter.finish(readFinish(response));
  emitter.addDetails(readAnswerDetails(response));
};

const events: Readonly<Record<string, ReadEvent>> = {
  'response.created': (emitter) => emitter.start(),
  'response.output_item.added'(emitter, { output_index: block = 0, item }) {
    if (item?.type !== 'function_call') return;
    emitter.startPart(block, { type: 'tool-call', id: item.call_id ?? '', name: item.name ?? '' });
  },
  'response.output_text.delta': addText,
  'response.refusal.delta': addText,
  'response.reasoning_summary_text.delta': addThinking,
  'response.reasoning_text.delta': addThinking,
  'response.function_call_arguments.delta': (emitter, { output_index: block = 0, delta = '' }) =>
    emitter.addToolInput(block, delta),
  'response.output_item.done': (emitter, { output_index: block = 0 }) => emitter.endPart(block),
  'response.completed': finish,
  'response.incomplete': finish,
};
