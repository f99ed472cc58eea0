import type { GatewayError } from '../../gateway-error.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { bedrockFieldNames, parseBedrockFields } from '../conversation/parse-bedrock-fields.ts';
import { type Fields, isRecord } from '../conversation/parse-field.ts';
import { describeTruncatedStream } from '../conversation/truncated-stream.ts';
import { buildInvokeHeaders } from '../conversation-to-anthropic/invoke-headers.ts';
import { buildOpenAiError } from '../errors/build-openai-error.ts';
import { findEventFailure } from '../errors/find-event-failure.ts';
import type { EmitPayload } from '../client-api.ts';
import type { ModelRequest } from '../model-format.ts';
import type { Passthrough } from '../passthrough.ts';

/** Chat completions to Bedrock's own OpenAI endpoint. Usage is always asked for there, and passed on only when the client did. */
export const openAiChatPassthrough: Passthrough = {
  prepareRequest(body, _context, { modelId }) {
    const request = prepareBody(body, modelId);
    if (body.stream !== true) return request;
    const options = isRecord(body.stream_options) ? body.stream_options : {};
    return { ...request, body: { ...request.body, stream_options: { ...options, include_usage: true } } };
  },
  mapAnswer: (body, { model }) => ({ ...body, model }),
  createReader({ request, model }, emit) {
    const options = isRecord(request.stream_options) ? request.stream_options : {};
    const includesUsage = options.include_usage === true;
    return createReader(emit, (chunk) => {
      const choices = Array.isArray(chunk.choices) ? chunk.choices : [];
      const isOver = choices.some((choice) => isRecord(choice) && typeof choice.finish_reason === 'string');
      const isUsage = choices.length === 0 && isRecord(chunk.usage);
      return { isOver, payload: isUsage && !includesUsage ? undefined : { ...chunk, model } };
    });
  },
};

const lastEvents = new Set(['response.completed', 'response.incomplete', 'response.failed']);

/** Responses to Bedrock's own OpenAI endpoint. */
export const openAiResponsesPassthrough: Passthrough = {
  prepareRequest: (body, _context, { modelId }) => prepareBody(body, modelId),
  mapAnswer: (body, { model }) => ({ ...body, model }),
  createReader: (_reply, emit) =>
    createReader(emit, (event) => ({ isOver: lastEvents.has(String(event.type)), payload: event })),
};

/** What goes by headers on Bedrock is taken out of the body. */
function prepareBody(body: Fields, modelId: string): ModelRequest {
  const told: Partial<Conversation> = {};
  parseBedrockFields(body, told as Conversation);
  const prepared: Fields = { ...body, model: modelId };
  for (const name of bedrockFieldNames) delete prepared[name];
  return { body: { ...prepared, ...told.modelFields }, headers: buildInvokeHeaders(told) };
}

type Look = (payload: Fields) => { isOver: boolean; payload: object | undefined };

function createReader(emit: EmitPayload, look: Look) {
  let isComplete = false;
  let hasFailed = false;
  const fail = (error: GatewayError): void => {
    if (!hasFailed) emit(buildOpenAiError(error), error);
    hasFailed = true;
  };
  return {
    read(_name: string, payload: unknown) {
      if (!isRecord(payload) || hasFailed) return;
      // It goes to the client as it is; this is for the record.
      const failure = findEventFailure(payload);
      hasFailed = Boolean(payload.error);
      const seen = look(payload);
      isComplete ||= seen.isOver;
      if (seen.payload) emit(seen.payload, failure);
    },
    fail,
    end() {
      if (!isComplete) fail(describeTruncatedStream());
    },
  };
}
