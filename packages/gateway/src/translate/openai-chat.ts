import { isRecord } from './conversation/parse-field.ts';
import { buildChatCompletion } from './answer-to-openai-chat/build-chat-completion.ts';
import { ChatStream } from './answer-to-openai-chat/chat-stream.ts';
import { encodeChatPayload } from './answer-to-openai-chat/encode-chat-payload.ts';
import type { ClientApi } from './client-api.ts';
import { buildOpenAiError } from './errors/build-openai-error.ts';
import { parseOpenAiChat } from './openai-chat-to-conversation/parse-openai-chat.ts';

/** `POST /v1/chat/completions` */
export const openAiChat: ClientApi = {
  parseRequest: parseOpenAiChat,
  buildAnswer: buildChatCompletion,
  createStream(reply, emit) {
    const { stream_options: options } = reply.request;
    return new ChatStream(
      { ...reply, includesUsage: isRecord(options) && options.include_usage === true },
      emit,
    );
  },
  encodePayload: encodeChatPayload,
  buildError: buildOpenAiError,
  hasEventNames: false,
  lastEvent: '[DONE]',
};
