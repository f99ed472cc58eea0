import { isRecord } from '../../read-value.ts';
import type { BedrockFamily } from '../family.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html */
export const cohereEmbed: BedrockFamily = {
  name: 'cohere-embed',
  isEmbedding: true,
  matchesRequest: (body) => typeof body.input_type === 'string',
  matchesResponse: (body) => Array.isArray(body.embeddings) || isRecord(body.embeddings),
  readRequest: () => ({ parameters: {} }),
  // The body has no counts: they come in Bedrock's headers.
  readResponse: () => ({}),
};
