import { isRecord } from '../../read-value.ts';
import { readUsage } from '../../usage.ts';
import type { BedrockFamily } from '../family.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html */
export const titanEmbedding: BedrockFamily = {
  name: 'titan-embedding',
  isEmbedding: true,
  matchesRequest: (body) => typeof body.inputText === 'string' || typeof body.inputImage === 'string',
  matchesResponse: (body) => Array.isArray(body.embedding) || isRecord(body.embeddingsByType),
  readRequest: () => ({ parameters: {} }),
  readResponse: (body) => ({ usage: readUsage({ inputTokens: body.inputTextTokenCount }) }),
};
