import { isRecord, readArray, readRecord } from '../../read-value.ts';
import type { BedrockFamily } from '../family.ts';
import { readParameters } from '../read-parameters.ts';
import { readChatCompletion } from './chat-completion.ts';
import { ChatCompletionReader } from './chat-completion-reader.ts';

/**
 * The chat body of OpenAI, which gpt-oss, Mistral's chat models, AI21 Jamba, Qwen, DeepSeek V3, Writer and others share.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-openai.html
 */
export const openaiChat: BedrockFamily = {
  name: 'openai-chat',
  matchesRequest: (body) => Array.isArray(body.messages),
  matchesResponse: (body) => isRecord(readRecord(readArray(body.choices)[0]).message),
  readRequest: (body) => ({
    parameters: {
      ...readParameters(body, {
        maxTokens: 'max_tokens',
        topP: 'top_p',
        topK: 'top_k',
        stopSequences: 'stop',
      }),
      ...readParameters(body, { maxTokens: 'max_completion_tokens' }),
    },
    tools: body.tools,
    toolChoice: body.tool_choice,
  }),
  readResponse: readChatCompletion,
  stream: {
    matchesChunk: (chunk) =>
      chunk.object === 'chat.completion.chunk' ||
      readArray(chunk.choices).some(
        (choice) => isRecord(choice) && (isRecord(choice.delta) || isRecord(choice.message)),
      ),
    createReader: () => new ChatCompletionReader(),
  },
};
