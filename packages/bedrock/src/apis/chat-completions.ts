import { ChatCompletionReader } from '../families/openai-chat/chat-completion-reader.ts';
import { openaiChat } from '../families/openai-chat/openai-chat.ts';
import { copyRecord } from '../copy-value.ts';
import type { OperationStreamReader, ResponseReading } from '../operations/operation.ts';
import { isRecord, keepPresent, readArray, readString } from '../read-value.ts';
import type { ModelApi } from './model-api.ts';
import { readRequestMetadata } from './read-request-metadata.ts';

const content = new Set(['model', 'messages']);

/** OpenAI's Chat Completions: https://platform.openai.com/docs/api-reference/chat */
export const chatCompletionsApi: ModelApi = {
  spanName: 'openai.chat.completions.create',
  operation: 'chat.completions.create',
  provider: 'openai',
  readRequest: (body) => ({
    model: readString(body.model),
    input: keepPresent({ messages: body.messages }),
    metadata: { ...readRequestMetadata(body, content), ...openaiChat.readRequest(body).parameters },
  }),
  readResponse: readCompletion,
  createStreamReader: () => new ChatStreamReader(),
};

function readCompletion(body: Record<string, unknown>): ResponseReading {
  const { stopReason, usage } = openaiChat.readResponse(body);
  return {
    output: body,
    metadata: keepPresent({ stop_reason: stopReason, service_tier: body.service_tier }),
    usage,
  };
}

class ChatStreamReader implements OperationStreamReader {
  private readonly completion = new ChatCompletionReader();

  read(chunk: unknown): boolean {
    if (!isRecord(chunk)) return false;
    // The reader joins the pieces of choices, but keeps the chunk's other objects as they are.
    const isPiece = !isRecord(chunk.usage) && readArray(chunk.choices).length > 0;
    return this.completion.read(isPiece ? chunk : copyRecord(chunk));
  }

  result(): ResponseReading {
    const { output } = this.completion.result();
    return isRecord(output) ? readCompletion(output) : { output: undefined, metadata: {} };
  }
}
