import { parseModelId } from '@outcrop/bedrock';

import type { AnswerPlan } from '../answer/plan-answer.ts';
import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
import type { JsonObject } from '../json.ts';
import { chunk } from './family.ts';
import type { GenerationFamily } from './family.ts';
import { readOpenAiRequest } from './read-openai-request.ts';
import {
  openAiFinishReason,
  openAiTextOf,
  renderOpenAiMessage,
  renderOpenAiUsage,
  renderToolCalls,
} from './render-openai.ts';

/** Mistral's chat models, gpt-oss, Qwen, DeepSeek V3, Kimi, GLM and others that speak OpenAI's chat body. */
export const openAiChat: GenerationFamily = {
  kind: 'generation',
  name: 'openai-chat',
  matchesModel: (modelName) =>
    /^(?:mistral|openai|deepseek|qwen|minimax|moonshot(?:ai)?|zai|nvidia|google|writer|xai)\./u.test(
      modelName,
    ),
  matchesBody: (body) =>
    Array.isArray(body.messages) && ('max_tokens' in body || 'max_completion_tokens' in body),
  readRequest: readOpenAiRequest,
  renderBody: (plan, { modelId }) => ({
    ...renderEnvelope(plan, modelId, 'chat.completion'),
    choices: [{ index: 0, message: renderOpenAiMessage(plan), finish_reason: openAiFinishReason(plan) }],
    usage: renderOpenAiUsage(plan),
  }),
  renderChunks(plan, { modelId }) {
    const envelope = renderEnvelope(plan, modelId, 'chat.completion.chunk');
    const choice = (delta: JsonObject, finishReason: string | null = null): JsonObject => ({
      ...envelope,
      choices: [{ index: 0, delta, finish_reason: finishReason }],
    });
    const toolCalls = renderToolCalls(plan);
    return [
      chunk(choice({ role: 'assistant', content: '' })),
      ...splitIntoDeltas(openAiTextOf(plan)).map(({ text, tokens }) =>
        chunk(choice({ content: text }), tokens),
      ),
      ...(toolCalls.length > 0 ? [chunk(choice({ tool_calls: toolCalls }))] : []),
      chunk({ ...choice({}, openAiFinishReason(plan)), usage: renderOpenAiUsage(plan) }),
    ];
  },
};

function renderEnvelope(plan: AnswerPlan, modelId: string, object: string): JsonObject {
  // Fixed, because the same request must give the same answer.
  return {
    id: `chatcmpl-${plan.digest}`,
    object,
    created: 1_767_225_600,
    model: parseModelId(modelId).baseModelId ?? modelId,
  };
}
