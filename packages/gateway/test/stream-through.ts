import type { EventStreamMessage } from '@outcrop/bedrock';
import type { ChatChunk, ChatChunkChoice } from '../src/translate/answer-to-openai-chat/chat-completion.ts';
import { createStreamTranslator } from '../src/translate/create-stream-translator.ts';
import { ToolNames } from '../src/translate/prepare/tool-names.ts';
import type { ClientApiName } from '../src/translate/registry.ts';

/** The choices of a chat completion's chunks. */
export function listChoices(chunks: readonly object[]): ChatChunkChoice[] {
  return (chunks as ChatChunk[]).flatMap((chunk) => chunk.choices);
}

/** One event of ConverseStream, such as `['messageStop', { stopReason: 'end_turn' }]`. */
export type WireEvent = readonly [name: string, payload: object];

export interface StreamOptions {
  request?: Record<string, unknown>;
  outputToolName?: string;
}

/** What a client sees of a stream of Converse's. A name that ends in Exception is one. */
export function streamThrough(
  to: ClientApiName,
  events: readonly WireEvent[],
  { request = {}, outputToolName }: StreamOptions = {},
): Record<string, unknown>[] {
  const payloads: object[] = [];
  const translator = createStreamTranslator(
    {
      from: 'converse',
      to,
      restoration: { toolNames: new ToolNames([]), outputToolName },
      reply: { id: 'test', model: 'model', createdSeconds: 1, request },
    },
    (payload) => payloads.push(payload),
  );
  for (const event of events) translator.push(buildMessage(event));
  translator.end();
  return payloads as Record<string, unknown>[];
}

function buildMessage([name, payload]: WireEvent): EventStreamMessage {
  const header = name.endsWith('Exception') ? ':exception-type' : ':event-type';
  return {
    headers: { [header]: { type: 'string', value: name } },
    body: new TextEncoder().encode(JSON.stringify(payload)),
  };
}
