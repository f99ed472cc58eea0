import { readString } from '../../read-value.ts';
import { readAnthropicUsage } from '../anthropic-messages/anthropic-usage.ts';
import type { BedrockFamily } from '../family.ts';
import { readParameters } from '../read-parameters.ts';
import { TextReader } from '../text-reader.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-text-completion.html */
export const anthropicText: BedrockFamily = {
  name: 'anthropic-text',
  matchesRequest: (body) => typeof body.prompt === 'string' && 'max_tokens_to_sample' in body,
  matchesResponse: (body) => typeof body.completion === 'string',
  readRequest: (body) => ({
    parameters: readParameters(body, {
      maxTokens: 'max_tokens_to_sample',
      topP: 'top_p',
      topK: 'top_k',
      stopSequences: 'stop_sequences',
    }),
  }),
  readResponse,
  stream: {
    matchesChunk: (chunk) => typeof chunk.completion === 'string',
    createReader: () => new TextReader({ textField: 'completion', readResponse }),
  },
};

function readResponse(body: Record<string, unknown>) {
  return { stopReason: readString(body.stop_reason), usage: readAnthropicUsage(body.usage) };
}
