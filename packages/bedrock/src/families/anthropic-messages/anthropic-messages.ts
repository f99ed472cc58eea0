import { readRecord, readString } from '../../read-value.ts';
import { readServerToolUse } from '../../usage.ts';
import type { BedrockFamily } from '../family.ts';
import { readParameters } from '../read-parameters.ts';
import { AnthropicMessageReader } from './anthropic-message-reader.ts';
import { readAnthropicUsage } from './anthropic-usage.ts';

const eventTypes = new Set([
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
  'ping',
]);

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html */
export const anthropicMessages: BedrockFamily = {
  name: 'anthropic-messages',
  matchesRequest: (body) => 'anthropic_version' in body && Array.isArray(body.messages),
  matchesResponse: (body) => body.type === 'message' && Array.isArray(body.content),
  readRequest: (body) => ({
    parameters: readParameters(body, {
      maxTokens: 'max_tokens',
      topP: 'top_p',
      topK: 'top_k',
      stopSequences: 'stop_sequences',
    }),
    tools: body.tools,
    toolChoice: body.tool_choice,
  }),
  readResponse: (body) => ({
    stopReason: readString(body.stop_reason),
    usage: readAnthropicUsage(body.usage),
    metrics: readServerToolUse(readRecord(body.usage).server_tool_use),
  }),
  stream: {
    matchesChunk: (chunk) => typeof chunk.type === 'string' && eventTypes.has(chunk.type),
    createReader: () => new AnthropicMessageReader(),
  },
};
