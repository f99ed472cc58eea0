import { readArray, readRecord, readString } from '../../read-value.ts';
import type { BedrockFamily } from '../family.ts';
import { readParameters } from '../read-parameters.ts';
import { TextListReader } from '../text-list-reader.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-mistral-text-completion.html */
export const mistralText: BedrockFamily = {
  name: 'mistral-text',
  // A bare prompt is also what older Llama and Cohere calls may send; their parameters have the same names.
  matchesRequest: (body) => typeof body.prompt === 'string',
  matchesResponse: (body) => Array.isArray(body.outputs),
  readRequest: (body) => ({
    parameters: readParameters(body, {
      maxTokens: 'max_tokens',
      topP: 'top_p',
      topK: 'top_k',
      stopSequences: 'stop',
    }),
  }),
  readResponse,
  stream: {
    matchesChunk: (chunk) => Array.isArray(chunk.outputs),
    createReader: () => new TextListReader({ listField: 'outputs', readResponse }),
  },
};

function readResponse(body: Record<string, unknown>) {
  return { stopReason: readString(readRecord(readArray(body.outputs)[0]).stop_reason) };
}
