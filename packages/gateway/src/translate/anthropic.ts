import { createAnthropicReader } from './anthropic-to-answer/create-anthropic-reader.ts';
import { readAnthropicAnswer } from './anthropic-to-answer/read-anthropic-answer.ts';
import { buildAnthropicRequest } from './conversation-to-anthropic/build-anthropic-request.ts';
import type { OperationFormat } from './model-format.ts';

/** InvokeModel with Anthropic's own bodies. */
export const anthropic: OperationFormat = {
  path: 'invoke',
  streamPath: 'invoke-with-response-stream',
  buildRequest: buildAnthropicRequest,
  readAnswer: readAnthropicAnswer,
  createReader: createAnthropicReader,
};
