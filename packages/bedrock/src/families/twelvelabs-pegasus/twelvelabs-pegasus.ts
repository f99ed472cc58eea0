import { isRecord, readString } from '../../read-value.ts';
import type { BedrockFamily } from '../family.ts';
import { readParameters } from '../read-parameters.ts';
import { TextReader } from '../text-reader.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-pegasus.html */
export const twelvelabsPegasus: BedrockFamily = {
  name: 'twelvelabs-pegasus',
  matchesRequest: (body) => typeof body.inputPrompt === 'string' && isRecord(body.mediaSource),
  matchesResponse: (body) => typeof body.message === 'string' && 'finishReason' in body,
  readRequest: (body) => ({ parameters: readParameters(body, { maxTokens: 'maxOutputTokens' }) }),
  readResponse,
  stream: {
    matchesChunk: (chunk) => typeof chunk.message === 'string',
    createReader: () => new TextReader({ textField: 'message', readResponse }),
  },
};

function readResponse(body: Record<string, unknown>) {
  return { stopReason: readString(body.finishReason) };
}
