import { buildResponsesRequest } from './conversation-to-responses/build-responses-request.ts';
import type { ModelFormat } from './model-format.ts';
import { createResponsesReader } from './responses-to-answer/create-responses-reader.ts';
import { readResponsesAnswer } from './responses-to-answer/read-responses-answer.ts';

/** Responses at Bedrock's OpenAI-compatible endpoint, for clients of other APIs. */
export const openAiResponsesFormat: ModelFormat = {
  buildRequest: buildResponsesRequest,
  readAnswer: readResponsesAnswer,
  createReader: createResponsesReader,
};
