import { readString } from '../../read-value.ts';
import { readUsage } from '../../usage.ts';
import type { BedrockFamily } from '../family.ts';
import { readParameters } from '../read-parameters.ts';
import { TextReader } from '../text-reader.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-meta.html */
export const llama: BedrockFamily = {
  name: 'llama',
  matchesRequest: (body) => typeof body.prompt === 'string' && 'max_gen_len' in body,
  matchesResponse: (body) => typeof body.generation === 'string',
  readRequest: (body) => ({ parameters: readParameters(body, { maxTokens: 'max_gen_len', topP: 'top_p' }) }),
  readResponse,
  stream: {
    matchesChunk: (chunk) => typeof chunk.generation === 'string',
    createReader: () => new TextReader({ textField: 'generation', readResponse }),
  },
};

function readResponse(body: Record<string, unknown>) {
  return {
    stopReason: readString(body.stop_reason),
    usage: readUsage({ inputTokens: body.prompt_token_count, outputTokens: body.generation_token_count }),
  };
}
