import {
  mapCompletionsAnswer,
  mapCompletionsChunk,
  mapCompletionsRequest,
} from '../../translate/completions/translate-completions.ts';
import type { ConversationEndpoint } from './conversation-endpoint.ts';

/** By their paths below the version. */
export const conversationEndpoints: Readonly<Record<string, ConversationEndpoint>> = {
  '/chat/completions': { api: 'openai-chat', calledApi: { kind: 'client', api: 'openai-chat' } },
  '/completions': {
    api: 'openai-chat',
    calledApi: { kind: 'other', api: 'completions' },
    mapRequest: mapCompletionsRequest,
    mapAnswer: mapCompletionsAnswer,
    mapPayload: mapCompletionsChunk,
  },
  '/responses': { api: 'openai-responses', calledApi: { kind: 'client', api: 'openai-responses' } },
  '/messages': { api: 'anthropic-messages', calledApi: { kind: 'client', api: 'anthropic-messages' } },
};
