import { buildConverseRequest } from './conversation-to-converse/build-converse-request.ts';
import { createConverseReader } from './converse-to-answer/create-converse-reader.ts';
import { readConverseAnswer } from './converse-to-answer/read-converse-answer.ts';
import type { OperationFormat } from './model-format.ts';

/** Bedrock's own API, the same for every model. */
export const converse: OperationFormat = {
  path: 'converse',
  streamPath: 'converse-stream',
  buildRequest: (conversation, preparation, context) => ({
    body: buildConverseRequest(conversation, preparation, context),
    headers: {},
  }),
  readAnswer: readConverseAnswer,
  createReader: createConverseReader,
};
