import { AnthropicStream } from './answer-to-anthropic/anthropic-stream.ts';
import { buildAnthropicMessage } from './answer-to-anthropic/build-anthropic-message.ts';
import { parseAnthropicMessages } from './anthropic-to-conversation/parse-anthropic-messages.ts';
import { encodeAnthropicPayload } from './answer-to-anthropic/encode-anthropic-payload.ts';
import type { ClientApi } from './client-api.ts';
import { buildAnthropicError } from './errors/build-anthropic-error.ts';

/** `POST /v1/messages` */
export const anthropicMessages: ClientApi = {
  parseRequest: parseAnthropicMessages,
  buildAnswer: buildAnthropicMessage,
  createStream: (reply, emit) => new AnthropicStream(reply, emit),
  encodePayload: encodeAnthropicPayload,
  buildError: buildAnthropicError,
  hasEventNames: true,
};
