import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
import { chunk } from './family.ts';
import type { GenerationFamily } from './family.ts';
import { readPromptRequest, textOfPlan } from './text-answer.ts';
import type { AnswerPlan } from '../answer/plan-answer.ts';
import type { JsonObject } from '../json.ts';

/** Claude 2 and Instant: one prompt with Human and Assistant turns. */
export const claudeText: GenerationFamily = {
  kind: 'generation',
  name: 'claude-text',
  matchesModel: (modelName) => /^anthropic\.claude-(?:v?[12]\b|instant)/u.test(modelName),
  matchesBody: (body) => 'max_tokens_to_sample' in body,
  readRequest: (body, modelId) =>
    readPromptRequest({
      prompt: body.prompt,
      promptKey: 'prompt',
      maxTokens: body.max_tokens_to_sample,
      stopSequences: body.stop_sequences,
      modelId,
    }),
  renderBody: (plan) => ({ type: 'completion', completion: ` ${textOfPlan(plan)}`, ...renderStop(plan) }),
  renderChunks: (plan) => [
    ...splitIntoDeltas(` ${textOfPlan(plan)}`).map(({ text, tokens }) =>
      chunk({ type: 'completion', completion: text, stop_reason: null, stop: null }, tokens),
    ),
    chunk({ type: 'completion', completion: '', ...renderStop(plan) }),
  ],
};

// A turn that simply ends was, to these models, the stop sequence before the next Human turn.
function renderStop(plan: AnswerPlan): JsonObject {
  if (plan.stopReason === 'max_tokens') return { stop_reason: 'max_tokens', stop: null };
  return { stop_reason: 'stop_sequence', stop: plan.stopSequence ?? '\n\nHuman:' };
}
