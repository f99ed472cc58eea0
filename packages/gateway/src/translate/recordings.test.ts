import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createEventStreamDecoder, type EventStreamMessage, findStringHeader } from '@outcrop/bedrock';
import { readRecordings, type RecordedExchange } from '@outcrop/emulator';
import { describe, expect, test } from 'vitest';
import { listChoices } from '../../test/stream-through.ts';
import type { AnthropicMessage } from './answer-to-anthropic/anthropic-message.ts';
import type { ChatCompletion } from './answer-to-openai-chat/chat-completion.ts';
import type { ResponsesResponse } from './answer-to-openai-responses/response.ts';
import { createStreamTranslator } from './create-stream-translator.ts';
import { ToolNames } from './prepare/tool-names.ts';
import type { ClientApiName } from './registry.ts';
import { translateAnswer } from './translate-answer.ts';

const folder =
  process.env.OUTCROP_RECORDINGS ?? resolve(import.meta.dirname, '../../../../../shared/recordings');
const recorded = existsSync(folder) ? readRecordings(folder).filter(({ status }) => status === 200) : [];
if (recorded.length === 0) {
  console.warn(`[outcrop] no recordings at ${folder}: translating the real service's answers is not tested.`);
}

const restoration = { toolNames: new ToolNames([]) };
const reply = {
  id: 'x',
  model: 'm',
  createdSeconds: 1,
  request: { stream_options: { include_usage: true } },
};

/** The text of an answer found without our readers: every `text` of a content block, in order. */
function findText(content: unknown): string {
  if (Array.isArray(content)) return content.map(findText).join('');
  if (typeof content !== 'object' || content === null) return '';
  const { text, citationsContent } = content as { text?: unknown; citationsContent?: { content?: unknown } };
  return (typeof text === 'string' ? text : '') + findText(citationsContent?.content);
}

function nameOf({ file }: RecordedExchange): string {
  return file.slice(folder.length);
}

function parseBody({ body }: RecordedExchange): Record<string, unknown> {
  return JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>;
}

const converse = recorded.filter(({ operation }) => operation === 'Converse');
const messages = recorded
  .filter(({ operation }) => operation === 'InvokeModel')
  .filter((exchange) => parseBody(exchange).type === 'message');

describe.runIf(recorded.length > 0)('answers of the real service', () => {
  test.each([...converse, ...messages].map((exchange) => [nameOf(exchange), exchange] as const))(
    '%s',
    (_name, exchange) => {
      const body = parseBody(exchange);
      const isConverse = exchange.operation === 'Converse';
      const content = isConverse
        ? (body.output as { message: { content: unknown } }).message.content
        : body.content;
      const translate = (to: ClientApiName) =>
        translateAnswer({ from: isConverse ? 'converse' : 'anthropic', to, body, restoration, reply });
      const chat = translate('openai-chat') as ChatCompletion;
      expect(chat.choices[0].message.content ?? '').toBe(findText(content));
      const response = translate('openai-responses') as ResponsesResponse;
      const texts = response.output.flatMap((item) => (item.type === 'message' ? item.content : []));
      expect(findText(texts)).toBe(findText(content));
      expect(response.usage?.total_tokens).toBe(chat.usage?.total_tokens);
      const message = translate('anthropic-messages') as AnthropicMessage;
      expect(findText(message.content)).toBe(findText(content));
    },
  );
});

function decode({ body }: RecordedExchange): EventStreamMessage[] {
  return createEventStreamDecoder().push(body);
}

function parseMessage(message: EventStreamMessage): { name: string; payload: Record<string, unknown> } {
  const payload = JSON.parse(Buffer.from(message.body).toString()) as Record<string, unknown>;
  const { bytes } = payload;
  const name = findStringHeader(message, ':event-type') ?? '';
  if (typeof bytes !== 'string') return { name, payload };
  const event = JSON.parse(Buffer.from(bytes, 'base64').toString()) as Record<string, unknown>;
  return { name, payload: event };
}

const streams = recorded.filter(({ operation, modelId }) => {
  const isClaude = operation === 'InvokeModelWithResponseStream' && modelId?.includes('claude');
  return operation === 'ConverseStream' || (isClaude && !modelId?.includes('claude-v2'));
});

describe.runIf(recorded.length > 0)('streams of the real service', () => {
  test.each(streams.map((exchange) => [nameOf(exchange), exchange] as const))('%s', (_name, exchange) => {
    const pieces = decode(exchange);
    const events = pieces.map(parseMessage);
    const expected = events.map(({ payload }) => findText(payload.delta)).join('');
    // Some were recorded without their last event, which has the counts.
    const hasUsage = events.some(
      ({ name, payload }) => name === 'metadata' || payload.type === 'message_stop',
    );
    const payloads: object[] = [];
    const from = exchange.operation === 'ConverseStream' ? 'converse' : 'anthropic';
    const translator = createStreamTranslator({ from, to: 'openai-chat', restoration, reply }, (payload) =>
      payloads.push(payload),
    );
    for (const piece of pieces) translator.push(piece);
    translator.end();
    const choices = listChoices(payloads.filter((payload) => 'choices' in payload));
    expect(choices.map(({ delta }) => delta.content ?? '').join('')).toBe(expected);
    expect(choices.filter((choice) => choice.finish_reason !== null)).toHaveLength(1);
    expect(payloads.filter((payload) => 'usage' in payload)).toHaveLength(hasUsage ? 1 : 0);
    expect(payloads.filter((payload) => 'error' in payload)).toEqual([]);
  });
});
