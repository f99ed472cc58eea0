import type { Answer, AnswerPart } from '../conversation/answer.ts';
import type { AnswerRestoration } from '../conversation/answer-restoration.ts';
import { settleStopReason } from '../conversation/settle-stop-reason.ts';
import { findEventFailure } from '../errors/find-event-failure.ts';
import { readToolInput } from '../openai-to-answer/read-tool-input.ts';
import type { ResponsesBody, ResponsesOutputItem } from './responses-body.ts';
import { readAnswerDetails, readFinish } from './read-responses-details.ts';

/** Reads a whole response of the Responses API. Throws a GatewayError for one that failed. */
export function readResponsesAnswer(body: ResponsesBody, restoration: AnswerRestoration): Answer {
  const failure = body.status === 'failed' && findEventFailure({ type: 'response.failed', response: body });
  if (failure) throw failure;
  const parts = (body.output ?? []).flatMap((item) => readItem(item, restoration));
  const finish = readFinish(body);
  const hasToolCalls = parts.some((part) => part.type === 'tool-call');
  return {
    ...readAnswerDetails(body),
    ...finish,
    stopReason: settleStopReason(finish.stopReason, hasToolCalls),
    parts,
  };
}

/** Items of a kind no client API has are left out. */
function readItem(item: ResponsesOutputItem, restoration: AnswerRestoration): AnswerPart[] {
  const read = item.type !== undefined && Object.hasOwn(items, item.type) ? items[item.type] : undefined;
  return read?.(item, restoration) ?? [];
}

type ReadItem = (item: ResponsesOutputItem, restoration: AnswerRestoration) => AnswerPart[];

const items: Readonly<Record<string, ReadItem>> = {
  message: ({ content }) =>
    (content ?? []).map(({ text, refusal }) => ({ type: 'text', text: text ?? refusal ?? '' })),
  reasoning({ summary, content }) {
    const text = [...(summary ?? []), ...(content ?? [])].map((part) => part.text ?? '').join('\n\n');
    return text === '' ? [] : [{ type: 'thinking', text }];
  },
  function_call(
    { call_id: id = '', name = '', arguments: json = '' },
    { toolNames, outputToolName },
  ): AnswerPart[] {
    if (name === outputToolName) return [{ type: 'text', text: json || '{}' }];
    return [{ type: 'tool-call', id, name: toolNames.toClient(name), input: readToolInput(json) }];
  },
};
