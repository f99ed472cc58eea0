import {
  chatCompletionsApi,
  messagesApi,
  responsesApi,
  SseDecoder,
  type ModelApi,
  type OperationStreamReader,
  type ResponseReading,
} from '@outcrop/bedrock';
import { isRecord, type Fields } from '../translate/conversation/parse-field.ts';
import { ToolNames } from '../translate/prepare/tool-names.ts';
import type { ClientApiName, ModelFormatName } from '../translate/registry.ts';
import { translateAnswer } from '../translate/translate-answer.ts';
import type { CallAnswer } from './call-answer.ts';
import type { CallReading } from './call-reading.ts';
import type { CallRecord } from './call-record.ts';
import { joinBytes, readJson } from './read-json.ts';
import { findOperationOfPath, readOperationAnswer } from './read-operation-answer.ts';

const apis: Readonly<Record<ClientApiName, ModelApi>> = {
  'anthropic-messages': messagesApi,
  'openai-chat': chatCompletionsApi,
  'openai-responses': responsesApi,
};

/** A call of an API that the gateway translates: request and answer as the client saw them. */
export function readClientCall(name: ClientApiName, call: CallRecord): CallReading {
  const api = apis[name];
  const body = readJson(call.requestBody);
  const request = isRecord(body) ? api.readRequest(body) : { input: body, metadata: {} };
  return {
    spanName: api.spanName,
    spanType: api.spanType ?? 'llm',
    identity: { provider: api.provider, service: 'aws-bedrock', operation: api.operation },
    request,
    readAnswer() {
      const operation = findOperationOfPath(call.upstreamPath);
      const sides = { api, name, request: isRecord(body) ? body : {} };
      if (!operation) {
        const spoken = findSpokenApi(call);
        if (!spoken || spoken.name === name) return readApiAnswer(api, call);
        return restoreAnswer(readApiAnswer(apis[spoken.name], call), { ...sides, from: spoken.format }, call);
      }
      const answer = readOperationAnswer({ operation, request }, call);
      // Not the target's format: a model of another one may have been asked by Converse.
      const from = operation.operation.startsWith('converse') ? 'converse' : 'anthropic';
      return restoreAnswer(answer, { ...sides, from }, call);
    },
  };
}

const spokenApis = [
  { end: '/chat/completions', name: 'openai-chat', format: 'openai' },
  { end: '/responses', name: 'openai-responses', format: 'openai-responses' },
] as const;

/** In which of OpenAI's APIs Bedrock was asked. */
function findSpokenApi({ upstreamPath = '' }: CallRecord) {
  return spokenApis.find(({ end }) => upstreamPath.endsWith(end));
}

/** Reads an answer that Bedrock gives in an API of clients. */
function readApiAnswer(api: ModelApi, call: CallRecord): CallAnswer {
  const reader = call.isStream ? api.createStreamReader?.() : undefined;
  if (reader) return readEvents(reader, call);
  const body = readJson(joinBytes(call.responseChunks));
  return {
    body: isRecord(body) ? body : undefined,
    reading: isRecord(body) ? api.readResponse(body, call.responseHeaders) : { output: body, metadata: {} },
  };
}

function readEvents(reader: OperationStreamReader, call: CallRecord): CallAnswer {
  const decoder = new SseDecoder();
  let firstContentMs: number | undefined;
  let isBroken = false;
  try {
    for (const [index, chunk] of call.responseChunks.entries()) {
      for (const event of decoder.push(chunk))
        if (reader.read(event)) firstContentMs ??= call.responseTimes?.[index];
    }
  } catch {
    // Cut within an event: what came before counts.
    isBroken = true;
  }
  const reading = reader.result(call.responseHeaders);
  return { reading, firstContentMs, isBroken: isBroken || reading.metadata['stop_reason'] === undefined };
}

interface Sides {
  from: ModelFormatName;
  api: ModelApi;
  name: ClientApiName;
  request: Fields;
}

function restoreAnswer(answer: CallAnswer, sides: Sides, call: CallRecord): CallAnswer {
  return { ...answer, reading: restoreClientAnswer(answer, sides, call) };
}

/** The answer as the client got it; usage and times stay those that Bedrock said. */
function restoreClientAnswer(
  answer: CallAnswer,
  { from, api, name, request }: Sides,
  call: CallRecord,
): ResponseReading {
  const { reading } = answer;
  const { spanId, startedAt } = call.cachedFrom ?? call;
  if (reading.output === undefined) return reading;
  try {
    const body = translateAnswer({
      from,
      to: name,
      body: answer.body ?? buildWholeBody(from, reading),
      restoration: call.restoration ?? { toolNames: new ToolNames([]) },
      reply: {
        id: spanId,
        model: call.model,
        createdSeconds: Math.floor(startedAt / 1000),
        request,
      },
    });
    const asked = api.readResponse(body as Fields, {});
    return { ...reading, output: asked.output, metadata: { ...reading.metadata, ...asked.metadata } };
  } catch {
    // As Bedrock said it is better than nothing.
    return reading;
  }
}

/** The body that Bedrock would have answered without a stream, from what was read of one. */
function buildWholeBody(format: Sides['from'], { output, metadata, usage = {} }: ResponseReading): unknown {
  if (format !== 'converse') return output;
  return {
    output: { message: output },
    stopReason: metadata['stop_reason'],
    usage: {
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      totalTokens: usage.totalTokens,
      cacheReadInputTokens: usage.cacheReadTokens,
      cacheWriteInputTokens: usage.cacheWriteTokens,
    },
    additionalModelResponseFields: metadata['additional_model_response_fields'],
    trace: metadata['trace'],
    serviceTier: metadata['service_tier'],
  };
}
