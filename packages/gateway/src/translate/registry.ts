import { anthropic } from './anthropic.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import type { ClientApi } from './client-api.ts';
import { converse } from './converse.ts';
import { GatewayError } from '../gateway-error.ts';
import { anthropicPassthrough } from './anthropic-passthrough/anthropic-passthrough.ts';
import type { ModelFormat } from './model-format.ts';
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

/** The ways to ask a model. */
export const modelFormats = {
  anthropic,
  converse,
} satisfies Record<string, ModelFormat>;

export type ClientApiName = keyof typeof clientApis;
/** `openai` is Bedrock's OpenAI-compatible endpoint, which only OpenAI's APIs go through to. */
export type ModelFormatName = keyof typeof modelFormats | 'openai';

/** Pairs that need no translation. */
const passthroughs: Partial<Record<`${ClientApiName} to ${ModelFormatName}`, Passthrough>> = {
  'anthropic-messages to anthropic': anthropicPassthrough,
  'openai-chat to openai': openAiChatPassthrough,
  'openai-responses to openai': openAiResponsesPassthrough,
};

export function findPassthrough(from: ClientApiName, to: ModelFormatName): Passthrough | undefined {
  return passthroughs[`${from} to ${to}`];
}

/** Throws a 400 for `openai` with a client of another API. */
export function getModelFormat(from: ClientApiName, to: ModelFormatName): ModelFormat {
  if (to !== 'openai') return modelFormats[to];
  throw new GatewayError(
    `This model is served in the OpenAI format, which ${from} does not reach: set its format to converse.`,
    { status: 400, code: 'unsupported_format' },
  );
}
