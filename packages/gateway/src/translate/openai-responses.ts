import { buildResponse } from './answer-to-openai-responses/build-response.ts';
import { ResponsesStream } from './answer-to-openai-responses/responses-stream.ts';
import type { ClientApi } from './client-api.ts';
import { buildOpenAiError } from './errors/build-openai-error.ts';
import { parseOpenAiResponses } from './openai-responses-to-conversation/parse-openai-responses.ts';

/** `POST /v1/responses` */
export const openAiResponses: ClientApi = {
  parseRequest: parseOpenAiResponses,
  buildAnswer: buildResponse,
  createStream: (reply, emit) => new ResponsesStream(reply, emit),
  buildError: buildOpenAiError,
  hasEventNames: true,
};
