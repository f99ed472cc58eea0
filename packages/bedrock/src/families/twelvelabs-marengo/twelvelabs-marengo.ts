import { readArray, readRecord } from '../../read-value.ts';
import type { BedrockFamily } from '../family.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-marengo.html */
export const twelvelabsMarengo: BedrockFamily = {
  name: 'twelvelabs-marengo',
  isEmbedding: true,
  matchesRequest: (body) => typeof body.inputType === 'string',
  matchesResponse: (body) => Array.isArray(readRecord(readArray(body.data)[0]).embedding),
  readRequest: () => ({ parameters: {} }),
  readResponse: () => ({}),
};
