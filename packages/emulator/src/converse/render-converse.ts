import { cacheWriteTokensOf, countPartTokens, totalTokensOf } from '../answer/plan-answer.ts';
import type { AnswerPart, AnswerPlan, AnswerUsage } from '../answer/plan-answer.ts';
import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { StreamEvent } from '../operations/operation.ts';

/** What of the request comes back in the response. */
export interface ConverseEcho {
  modelId: string;
  body: JsonObject;
}

/** Converse's response body. */
export function renderConverse(plan: AnswerPlan, echo: ConverseEcho): JsonObject {
  return {
    metrics: { latencyMs: plan.latencyMs },
    output: { message: { content: plan.parts.map(renderBlock), role: 'assistant' } },
    stopReason: plan.stopReason,
    ...renderAdditionalFields(plan, echo),
    ...renderTail(plan, echo),
    usage: renderUsage(plan.usage),
  };
}

/** ConverseStream's events, in Bedrock's order: metadata comes last and carries the usage. */
export function renderConverseEvents(plan: AnswerPlan, echo: ConverseEcho): StreamEvent[] {
  return [
    event('messageStart', { role: 'assistant' }),
    ...plan.parts.flatMap(renderBlockEvents),
    event('messageStop', { stopReason: plan.stopReason, ...renderAdditionalFields(plan, echo) }),
    event('metadata', {
      metrics: { latencyMs: plan.latencyMs },
      ...renderTail(plan, echo),
      usage: renderUsage(plan.usage),
    }),
  ];
}

/** Converse's `usage`; Nova's InvokeModel body has its own spelling. */
function renderUsage(usage: AnswerUsage): JsonObject {
  const details = [
    { ttl: '1h', inputTokens: usage.cacheWrite1hTokens },
    { ttl: '5m', inputTokens: usage.cacheWrite5mTokens },
  ].filter((detail) => detail.inputTokens > 0);
  return {
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    totalTokens: totalTokensOf(usage),
    serverToolUsage: {},
    ...(usage.isCaching
      ? {
          cacheReadInputTokens: usage.cacheReadTokens,
          cacheWriteInputTokens: cacheWriteTokensOf(usage),
          cacheReadInputTokenCount: usage.cacheReadTokens,
          cacheWriteInputTokenCount: cacheWriteTokensOf(usage),
          ...(details.length > 0 ? { cacheDetails: details } : {}),
        }
      : {}),
  };
}

function renderBlock(part: AnswerPart): JsonObject {
  switch (part.kind) {
    case 'text':
      return { text: part.text };
    case 'reasoning':
      return { reasoningContent: { reasoningText: { text: part.text, signature: part.signature } } };
    case 'tool-call':
      return { toolUse: { toolUseId: `tooluse_${part.id}`, name: part.name, input: part.input } };
    default:
      return part satisfies never;
  }
}

function renderBlockEvents(part: AnswerPart, contentBlockIndex: number): StreamEvent[] {
  const stop = event('contentBlockStop', { contentBlockIndex });
  const delta = (value: JsonObject, tokens: number): StreamEvent =>
    event('contentBlockDelta', { contentBlockIndex, delta: value }, tokens);
  switch (part.kind) {
    case 'text':
      return [...splitIntoDeltas(part.text).map(({ text, tokens }) => delta({ text }, tokens)), stop];
    case 'reasoning':
      return [
        ...splitIntoDeltas(part.text).map(({ text, tokens }) =>
          delta({ reasoningContent: { text } }, tokens),
        ),
        delta({ reasoningContent: { signature: part.signature } }, 0),
        stop,
      ];
    case 'tool-call': {
      const toolUse = { toolUseId: `tooluse_${part.id}`, name: part.name };
      const inputs = splitIntoDeltas(JSON.stringify(part.input), countPartTokens(part));
      return [
        event('contentBlockStart', { contentBlockIndex, start: { toolUse } }),
        // Bedrock opens with an empty piece of input.
        delta({ toolUse: { input: '' } }, 0),
        ...inputs.map(({ text, tokens }) => delta({ toolUse: { input: text } }, tokens)),
        stop,
      ];
    }
    default:
      return part satisfies never;
  }
}

function renderTail(plan: AnswerPlan, echo: ConverseEcho): JsonObject {
  const router = /:(?:default-)?prompt-router\//u.test(echo.modelId);
  const trace = {
    ...(plan.guardrail?.trace ? { guardrail: plan.guardrail.trace } : {}),
    ...(router ? { promptRouter: { invokedModelId: routedModelId(echo.modelId) } } : {}),
  };
  return {
    ...(Object.keys(trace).length > 0 ? { trace } : {}),
    ...(isJsonObject(echo.body.serviceTier) ? { serviceTier: echo.body.serviceTier } : {}),
    ...(isJsonObject(echo.body.performanceConfig) ? { performanceConfig: echo.body.performanceConfig } : {}),
  };
}

function renderAdditionalFields(plan: AnswerPlan, echo: ConverseEcho): JsonObject {
  const paths = echo.body.additionalModelResponseFieldPaths;
  if (!Array.isArray(paths) || !paths.includes('/stop_sequence')) return {};
  return { additionalModelResponseFields: { stop_sequence: plan.stopSequence ?? null } };
}

function routedModelId(routerArn: string): string {
  const [, partition = 'aws', , region = 'us-east-1'] = routerArn.split(':');
  return `arn:${partition}:bedrock:${region}::foundation-model/anthropic.claude-3-5-haiku-20241022-v1:0`;
}

function event(type: string, payload: JsonObject, tokens = 0): StreamEvent {
  return { type, payload, tokens };
}
