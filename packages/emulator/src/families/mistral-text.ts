import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
import { chunk } from './family.ts';
import type { GenerationFamily } from './family.ts';
import { readPromptRequest, textOfPlan } from './text-answer.ts';

/** Mistral 7B, Mixtral and the 2402 models: one prompt, and no usage in the body. */
export const mistralText: GenerationFamily = {
  kind: 'generation',
  name: 'mistral-text',
  matchesModel: (modelName) =>
    /^mistral\.(?:mistral-7b|mixtral|mistral-(?:large|small)-2402)/u.test(modelName),
  matchesBody: (body) => typeof body.prompt === 'string' && 'max_tokens' in body,
  readRequest: (body, modelId) =>
    readPromptRequest({
      prompt: body.prompt,
      promptKey: 'prompt',
      maxTokens: body.max_tokens,
      stopSequences: body.stop,
      modelId,
    }),
  renderBody: (plan) => ({
    outputs: [
      { text: ` ${textOfPlan(plan)}`, stop_reason: plan.stopReason === 'max_tokens' ? 'length' : 'stop' },
    ],
  }),
  renderChunks: (plan) => [
    ...splitIntoDeltas(` ${textOfPlan(plan)}`).map(({ text, tokens }) =>
      chunk({ outputs: [{ text, stop_reason: null }] }, tokens),
    ),
    chunk({ outputs: [{ text: '', stop_reason: plan.stopReason === 'max_tokens' ? 'length' : 'stop' }] }),
  ],
};
