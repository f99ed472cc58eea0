import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
import { asArray, asObject, asString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ServerSentEvent } from '../stream/server-sent-event.ts';

interface Draft {
  type: string;
  fields: JsonObject;
  tokens?: number;
}

/** A whole response as the Responses API streams it: https://platform.openai.com/docs/api-reference/responses-streaming */
export function renderResponseEvents(response: JsonObject): ServerSentEvent[] {
  const opening = { ...response, status: 'in_progress', incomplete_details: null, output: [], usage: null };
  const drafts: Draft[] = [
    { type: 'response.created', fields: { response: opening } },
    { type: 'response.in_progress', fields: { response: opening } },
    ...asArray(response.output).flatMap((item, index) => renderItemEvents(asObject(item), index)),
    { type: `response.${asString(response.status)}`, fields: { response } },
  ];
  return drafts.map(({ type, fields, tokens = 0 }, sequence) => ({
    event: type,
    data: { type, sequence_number: sequence, ...fields },
    tokens,
  }));
}

function renderItemEvents(item: JsonObject, outputIndex: number): Draft[] {
  const started = { ...item, status: 'in_progress', ...renderEmptyContent(item) };
  return [
    { type: 'response.output_item.added', fields: { output_index: outputIndex, item: started } },
    ...(item.type === 'function_call'
      ? renderArguments(item, outputIndex)
      : asArray(item.content).flatMap((part) => renderPart(item, asObject(part), outputIndex))),
    { type: 'response.output_item.done', fields: { output_index: outputIndex, item } },
  ];
}

function renderEmptyContent(item: JsonObject): JsonObject {
  return item.type === 'function_call' ? { arguments: '' } : { content: [] };
}

function renderArguments(item: JsonObject, outputIndex: number): Draft[] {
  const place = { item_id: item.id, output_index: outputIndex };
  return [
    ...splitIntoDeltas(asString(item.arguments)).map(({ text, tokens }) => ({
      type: 'response.function_call_arguments.delta',
      fields: { ...place, delta: text },
      tokens,
    })),
    {
      type: 'response.function_call_arguments.done',
      fields: { ...place, name: item.name, arguments: item.arguments },
    },
  ];
}

function renderPart(item: JsonObject, part: JsonObject, outputIndex: number): Draft[] {
  const place = { item_id: item.id, output_index: outputIndex, content_index: 0 };
  const logprobs = part.type === 'output_text' ? { logprobs: [] } : {};
  const text = asString(part.text);
  return [
    { type: 'response.content_part.added', fields: { ...place, part: { ...part, text: '' } } },
    ...splitIntoDeltas(text).map((delta) => ({
      type: `response.${asString(part.type)}.delta`,
      fields: { ...place, delta: delta.text, ...logprobs },
      tokens: delta.tokens,
    })),
    { type: `response.${asString(part.type)}.done`, fields: { ...place, text, ...logprobs } },
    { type: 'response.content_part.done', fields: { ...place, part } },
  ];
}
