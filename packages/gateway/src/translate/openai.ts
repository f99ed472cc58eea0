import { buildOpenAiRequest } from './conversation-to-openai/build-openai-request.ts';
import type { ModelFormat } from './model-format.ts';
import { createOpenAiReader } from './openai-to-answer/create-openai-reader.ts';
import { readOpenAiAnswer } from './openai-to-answer/read-openai-answer.ts';

/** Chat completions at Bedrock's OpenAI-compatible endpoint, for clients of other APIs. */
export const openai: ModelFormat = {
  buildRequest: buildOpenAiRequest,
  readAnswer: readOpenAiAnswer,
  createReader: createOpenAiReader,
};
