import type { ClientApi } from './client-api.ts';
import { converse } from './converse.ts';
import type { ModelFormat } from './model-format.ts';
import { openAiChat } from './openai-chat.ts';

/** The APIs that clients speak. */
export const clientApis = {
  'openai-chat': openAiChat,
} satisfies Record<string, ClientApi>;

/** The ways to ask a model. */
export const modelFormats = {
  converse,
} satisfies Record<string, ModelFormat>;

export type ClientApiName = keyof typeof clientApis;
export type ModelFormatName = keyof typeof modelFormats;
