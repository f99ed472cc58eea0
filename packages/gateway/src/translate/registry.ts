import { anthropic } from './anthropic.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import type { ClientApi } from './client-api.ts';
import { converse } from './converse.ts';
import { anthropicPassthrough } from './anthropic-passthrough/anthropic-passthrough.ts';
import type { ModelFormat, OperationFormat } from './model-format.ts';
import { openai } from './openai.ts';
import { openAiResponsesFormat } from './openai-responses-format.ts';
import {
  openAiChatPassthrough,
  openAiResponsesPassthrough,
} from './openai-passthrough/openai-passthrough.ts';
import type { Passthrough } from './passthrough.ts';
import { openAiChat } from './openai-chat.ts';
import { openAiResponses } from './openai-responses.ts';

/** The APIs that clients speak. */
export const clientApis = {
  'anthropic-messages': anthropicMessages,
  'openai-chat': openAiChat,
  'openai-responses': openAiResponses,
} satisfies Record<string, ClientApi>;

/** Those by operations of Bedrock's own. */
export const operationFormats = { anthropic, converse } satisfies Record<string, OperationFormat>;

/** The ways to ask a model. */
export const modelFormats = {
  ...operationFormats,
  openai,
  'openai-responses': openAiResponsesFormat,
} satisfies Record<string, ModelFormat>;

export type ClientApiName = keyof typeof clientApis;
export type ModelFormatName = keyof typeof modelFormats;

/** Pairs that need no translation. */
const passthroughs: Partial<Record<`${ClientApiName} to ${ModelFormatName}`, Passthrough>> = {
  'anthropic-messages to anthropic': anthropicPassthrough,
  'openai-chat to openai': openAiChatPassthrough,
  'openai-responses to openai-responses': openAiResponsesPassthrough,
};

export function findPassthrough(from: ClientApiName, to: ModelFormatName): Passthrough | undefined {
  return passthroughs[`${from} to ${to}`];
}
