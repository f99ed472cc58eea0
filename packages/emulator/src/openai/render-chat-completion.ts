import type { AnswerPlan } from '../answer/plan-answer.ts';
import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
import { openAiFinishReason, openAiTextOf, renderToolCalls } from '../families/render-openai.ts';
import { asObject, asString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ServerSentEvent } from '../stream/server-sent-event.ts';
import { renderChatUsage } from './openai-usage.ts';

/** A whole chat completion. */
export function renderChatCompletion(plan: AnswerPlan, modelId: string): JsonObject {
  const calls = renderToolCalls(plan).map(({ id, type, function: called }) => ({
    id,
    type,
    function: called,
  }));
  const message = {
    role: 'assistant',
    content: openAiTextOf(plan) || null,
    refusal: null,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
  return {
    ...renderEnvelope(plan, modelId, 'chat.completion'),
    choices: [{ index: 0, message, logprobs: null, finish_reason: openAiFinishReason(plan) }],
    usage: renderChatUsage(plan),
  };
}

/** The same as chunks; `stream_options.include_usage` asks for one more with the usage. */
export function renderChatCompletionEvents(
  plan: AnswerPlan,
  { modelId, hasUsage }: { modelId: string; hasUsage: boolean },
): ServerSentEvent[] {
  const envelope = renderEnvelope(plan, modelId, 'chat.completion.chunk');
  const usageOfChunk = hasUsage ? { usage: null } : {};
  const chunk = (delta: JsonObject, tokens = 0, finishReason: string | null = null): ServerSentEvent => ({
    data: {
      ...envelope,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
      ...usageOfChunk,
    },
    tokens,
  });
  return [
    chunk({ role: 'assistant', content: '', refusal: null }),
    ...splitIntoDeltas(openAiTextOf(plan)).map(({ text, tokens }) => chunk({ content: text }, tokens)),
    ...renderToolCalls(plan).flatMap((call) =>
      renderToolCallDeltas(call).map(({ delta, tokens }) => chunk({ tool_calls: [delta] }, tokens)),
    ),
    chunk({}, 0, openAiFinishReason(plan)),
    ...(hasUsage ? [{ data: { ...envelope, choices: [], usage: renderChatUsage(plan) }, tokens: 0 }] : []),
    { data: '[DONE]', tokens: 0 },
  ];
}

function renderToolCallDeltas(call: JsonObject): { delta: JsonObject; tokens: number }[] {
  const { name, arguments: input } = asObject(call.function);
  return [
    { delta: { ...call, function: { name, arguments: '' } }, tokens: 0 },
    ...splitIntoDeltas(asString(input)).map(({ text, tokens }) => ({
      delta: { index: call.index, function: { arguments: text } },
      tokens,
    })),
  ];
}

function renderEnvelope(plan: AnswerPlan, modelId: string, object: string): JsonObject {
  // The time is fixed, because the same request must give the same answer.
  return {
    id: `chatcmpl-${plan.digest}`,
    object,
    created: 1_767_225_600,
    model: modelId,
    service_tier: 'default',
  };
}
