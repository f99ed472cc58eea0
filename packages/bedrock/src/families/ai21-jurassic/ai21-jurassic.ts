import { readArray, readRecord, readString } from '../../read-value.ts';
import type { BedrockFamily } from '../family.ts';
import { readParameters } from '../read-parameters.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-jurassic2.html */
export const ai21Jurassic: BedrockFamily = {
  name: 'ai21-jurassic',
  matchesRequest: (body) =>
    typeof body.prompt === 'string' &&
    ['maxTokens', 'topP', 'stopSequences', 'numResults'].some((name) => name in body),
  matchesResponse: (body) => Array.isArray(body.completions),
  readRequest: (body) => ({
    parameters: readParameters(body, {
      maxTokens: 'maxTokens',
      topP: 'topP',
      stopSequences: 'stopSequences',
    }),
  }),
  readResponse: (body) => ({
    stopReason: readString(readRecord(readRecord(readArray(body.completions)[0]).finishReason).reason),
  }),
};
