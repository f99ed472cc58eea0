import type { Conversation } from '../answer/conversation.ts';
import { cacheWriteTokensOf, planAnswer, reportedLatencyMs } from '../answer/plan-answer.ts';
import type { AnswerPlan } from '../answer/plan-answer.ts';
import type { EmulatedFamily, GenerationFamily, StreamChunk } from '../families/family.ts';
import { getFamily } from '../families/find-family.ts';
import type { JsonObject } from '../json.ts';
import { invalidRequest } from '../service-error.ts';
import { checkOperationModel } from '../model-id/check-model-id.ts';
import { jsonAnswer } from './operation.ts';
import type { EmulatedOperation, OperationCall, StreamEvent } from './operation.ts';
import { parseModelBody } from './parse-body.ts';
import { readGuardrailHeaders } from '../converse/read-guardrail-config.ts';

const serviceTier = 'x-amzn-bedrock-service-tier';
const performanceLatency = 'x-amzn-bedrock-performanceconfig-latency';

export const invokeModel: EmulatedOperation = {
  name: 'InvokeModel',
  method: 'POST',
  path: /^\/model\/(.+)\/invoke$/u,
  answer(call) {
    const { family, body } = readInvocation(call);
    if (family.kind === 'direct') {
      const { body: answer, inputTokens } = family.answer(body);
      return jsonAnswer(answer, {
        ...(inputTokens !== undefined && { 'x-amzn-bedrock-input-token-count': String(inputTokens) }),
        'x-amzn-bedrock-invocation-latency': String(reportedLatencyMs(call)),
      });
    }
    const { plan, conversation } = planInvocation(call, family, body);
    return jsonAnswer(
      { ...family.renderBody(plan, conversation), ...renderGuardrail(plan) },
      { ...echoHeaders(call), ...renderTokenHeaders(plan) },
    );
  },
};

export const invokeModelWithResponseStream: EmulatedOperation = {
  name: 'InvokeModelWithResponseStream',
  method: 'POST',
  path: /^\/model\/(.+)\/invoke-with-response-stream$/u,
  answer(call) {
    const { family, body } = readInvocation(call);
    if (family.kind === 'direct') {
      throw invalidRequest('The model is unsupported for streaming.');
    }
    const { plan, conversation } = planInvocation(call, family, body);
    const chunks = addMetrics(family.renderChunks(plan, conversation), plan, family);
    return {
      kind: 'stream',
      headers: { 'x-amzn-bedrock-content-type': 'application/json', ...echoHeaders(call) },
      events: chunks.map(toEvent),
    };
  },
};

function readInvocation(call: OperationCall): { family: EmulatedFamily; body: JsonObject } {
  checkOperationModel(call.modelId);
  const body = parseModelBody(call.request.body);
  return { family: getFamily(call.modelId, body), body };
}

function planInvocation(
  call: OperationCall,
  family: GenerationFamily,
  body: JsonObject,
): { plan: AnswerPlan; conversation: Conversation } {
  const conversation = {
    ...family.readRequest(body, call.modelId),
    guardrail: readGuardrailHeaders(call.request.headers),
  };
  return { plan: planAnswer(conversation, call), conversation };
}

function renderTokenHeaders(plan: AnswerPlan): Record<string, string> {
  const { usage } = plan;
  return {
    'x-amzn-bedrock-input-token-count': String(usage.inputTokens),
    'x-amzn-bedrock-output-token-count': String(usage.outputTokens),
    'x-amzn-bedrock-invocation-latency': String(plan.latencyMs),
    ...(usage.isCaching
      ? {
          'x-amzn-bedrock-cache-read-input-token-count': String(usage.cacheReadTokens),
          'x-amzn-bedrock-cache-write-input-token-count': String(cacheWriteTokensOf(usage)),
        }
      : {}),
  };
}

function addMetrics(chunks: StreamChunk[], plan: AnswerPlan, family: GenerationFamily): StreamChunk[] {
  const metrics = { 'amazon-bedrock-invocationMetrics': renderInvocationMetrics(plan) };
  const last = chunks.at(-1);
  if (last === undefined || family.hasSeparateMetricsChunk)
    return [...chunks, { payload: metrics, tokens: 0 }];
  const merged = { ...last, payload: { ...last.payload, ...renderGuardrail(plan), ...metrics } };
  return [...chunks.slice(0, -1), merged];
}

function renderInvocationMetrics(plan: AnswerPlan): JsonObject {
  const { usage } = plan;
  return {
    inputTokenCount: usage.inputTokens,
    outputTokenCount: usage.outputTokens,
    invocationLatency: plan.latencyMs,
    firstByteLatency: plan.firstByteLatencyMs,
    ...(usage.isCaching
      ? {
          cacheReadInputTokenCount: usage.cacheReadTokens,
          cacheWriteInputTokenCount: cacheWriteTokensOf(usage),
        }
      : {}),
  };
}

function renderGuardrail(plan: AnswerPlan): JsonObject {
  if (!plan.guardrail) return {};
  return {
    'amazon-bedrock-guardrailAction': plan.guardrail.isIntervention ? 'INTERVENED' : 'NONE',
    ...(plan.guardrail.trace
      ? { 'amazon-bedrock-trace': { guardrail: { input: plan.guardrail.trace.inputAssessment } } }
      : {}),
  };
}

function echoHeaders(call: OperationCall): Record<string, string> {
  const echoed: Record<string, string> = {};
  for (const name of [serviceTier, performanceLatency]) {
    const value = call.request.headers[name];
    if (value !== undefined) echoed[name] = value;
  }
  return echoed;
}

function toEvent(streamChunk: StreamChunk): StreamEvent {
  const bytes = Buffer.from(JSON.stringify(streamChunk.payload)).toString('base64');
  return { type: 'chunk', payload: { bytes }, tokens: streamChunk.tokens };
}
