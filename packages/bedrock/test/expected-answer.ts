import { listEvents } from './read-exchange.ts';
import type { RecordedExchange } from './recordings.ts';

/** What a person would look for in an exchange, found without any of our readers: by field name, anywhere in the JSON. */
export interface ExpectedAnswer {
  text: string;
  stopReasons: string[];
  inputTokens?: number;
  outputTokens?: number;
  cacheReadTokens?: number;
  latencyMs?: number;
}

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Every value of a field with one of these names, in order of appearance. */
export function findAll(json: Json, names: readonly string[]): Json[] {
  if (Array.isArray(json)) return json.flatMap((item) => findAll(item, names));
  if (json === null || typeof json !== 'object') return [];
  return Object.entries(json).flatMap(([name, value]) => [
    ...(names.includes(name) ? [value] : []),
    ...findAll(value, names),
  ]);
}

const quotingFields = new Set([
  'response',
  'prompt',
  'chat_history',
  'sourceContent',
  'content_block',
  'message_start',
  'tokens',
]);
const textFields = ['text', 'thinking', 'outputText', 'completion', 'generation'];
const stopFields = ['stopReason', 'stop_reason', 'finish_reason', 'completionReason', 'reason'];
const inputFields = [
  'inputTokenCount',
  'inputTokens',
  'input_tokens',
  'prompt_tokens',
  'prompt_token_count',
  'inputTextTokenCount',
];
const outputFields = [
  'outputTokenCount',
  'outputTokens',
  'output_tokens',
  'completion_tokens',
  'generation_token_count',
  'tokenCount',
];

/** The answer's JSON; a stream has one piece an event. */
export function jsonPieces(exchange: RecordedExchange): Json[] {
  if (!exchange.operation.endsWith('stream')) return [JSON.parse(exchange.responseBody.toString())];
  return listEvents(exchange).map((event) => {
    const { bytes } = (event.chunk ?? {}) as { bytes?: Buffer };
    return bytes ? JSON.parse(bytes.toString()) : (event as Json);
  });
}

/** The last of the values that is a number. */
export function lastNumber(values: Json[]): number | undefined {
  return values.findLast((value) => typeof value === 'number');
}

function headerNumber(exchange: RecordedExchange, name: string): number | undefined {
  const header = exchange.responseHeaders[`x-amzn-bedrock-${name}`];
  return header === undefined ? undefined : Number(header);
}

/** What our readers should find in the exchange. */
export function expectedOf(exchange: RecordedExchange): ExpectedAnswer {
  const pieces = jsonPieces(exchange);
  const metrics = pieces.flatMap((piece) => findAll(piece, ['amazon-bedrock-invocationMetrics']));
  const counts = metrics.length > 0 ? metrics : pieces;
  const find = (names: string[]) => lastNumber(counts.flatMap((piece) => findAll(piece, names)));
  return {
    text: pieces.flatMap((piece) => contentText(piece)).join(''),
    stopReasons: pieces
      .flatMap((piece) => findAll(piece, stopFields))
      .filter((reason) => typeof reason === 'string'),
    inputTokens: headerNumber(exchange, 'input-token-count') ?? find(inputFields),
    outputTokens: headerNumber(exchange, 'output-token-count') ?? find(outputFields),
    cacheReadTokens:
      headerNumber(exchange, 'cache-read-input-token-count') ??
      find(['cacheReadInputTokens', 'cacheReadInputTokenCount', 'cache_read_input_tokens']),
    latencyMs: headerNumber(exchange, 'invocation-latency') ?? find(['invocationLatency', 'latencyMs']),
  };
}

/** The generated text of one answer or event, leaving out what only repeats or quotes. */
export function contentText(piece: Json): string[] {
  const pruned = JSON.parse(
    JSON.stringify(piece, (name, value: Json) => (quotingFields.has(name) ? undefined : value)),
  ) as Json;
  const chat = findAll(pruned, ['content']).filter((content) => typeof content === 'string');
  const cohereEnd = findAll(pruned, ['event_type']).includes('stream-end');
  return cohereEnd
    ? []
    : [...findAll(pruned, textFields), ...chat].filter((text) => typeof text === 'string');
}
