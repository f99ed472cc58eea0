import { cacheWriteTokensOf, totalTokensOf } from '../answer/plan-answer.ts';
import type { AnswerPlan } from '../answer/plan-answer.ts';
import { asArray, asNumber, asObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { readConverseRequest } from '../converse/read-converse-request.ts';
import { renderConverse, renderConverseEvents } from '../converse/render-converse.ts';
import { chunk } from './family.ts';
import type { GenerationFamily } from './family.ts';
import { missingKey } from './missing-key.ts';

/** Nova's body is close to Converse's, with its own spelling of the cache counts. */
export const nova: GenerationFamily = {
  kind: 'generation',
  name: 'nova',
  matchesModel: (modelName) => /^amazon\.nova-(?!canvas|reel|sonic)/u.test(modelName),
  matchesBody: (body) =>
    body.schemaVersion === 'messages-v1' ||
    'inferenceConfig' in body ||
    (Array.isArray(body.messages) && !('max_tokens' in body) && !('anthropic_version' in body)),
  readRequest(body, modelId) {
    if (asArray(body.messages).length === 0) {
      throw missingKey('messages');
    }
    const inference = asObject(body.inferenceConfig);
    const conversation = readConverseRequest({ ...body, additionalModelRequestFields: body }, modelId);
    return { ...conversation, maxTokens: asNumber(inference.max_new_tokens) ?? conversation.maxTokens };
  },
  renderBody(plan, { modelId }) {
    const { output, stopReason } = renderConverse(plan, { modelId, body: {} });
    return { output, stopReason, usage: { ...renderUsage(plan), totalTokens: totalTokensOf(plan.usage) } };
  },
  renderChunks(plan, { modelId }) {
    return renderConverseEvents(plan, { modelId, body: {} }).map(({ type, payload, tokens }) =>
      type === 'metadata'
        ? chunk({ metadata: { usage: renderUsage(plan), metrics: {}, trace: {} } })
        : chunk({ [type]: payload }, tokens),
    );
  },
};

function renderUsage(plan: AnswerPlan): JsonObject {
  return {
    inputTokens: plan.usage.inputTokens,
    outputTokens: plan.usage.outputTokens,
    cacheReadInputTokenCount: plan.usage.cacheReadTokens,
    cacheWriteInputTokenCount: cacheWriteTokensOf(plan.usage),
  };
}
