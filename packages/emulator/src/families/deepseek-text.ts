import type { AnswerPlan } from '../answer/plan-answer.ts';
import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
import { chunk } from './family.ts';
import type { GenerationFamily } from './family.ts';
import { readPromptRequest, textOfPlan } from './text-answer.ts';

/** DeepSeek R1: one prompt; later DeepSeek models take OpenAI's chat body. */
export const deepseekText: GenerationFamily = {
  kind: 'generation',
  name: 'deepseek-text',
  matchesModel: (modelName) => modelName.startsWith('deepseek.r1'),
  // By its body alone it cannot be told from Mistral's.
  matchesBody: () => false,
  readRequest: (body, modelId) =>
    readPromptRequest({
      prompt: body.prompt,
      promptKey: 'prompt',
      maxTokens: body.max_tokens,
      stopSequences: body.stop,
      modelId,
    }),
  renderBody: (plan) => ({ choices: [{ text: textOfPlan(plan), stop_reason: stopReasonOf(plan) }] }),
  renderChunks: (plan) => [
    ...splitIntoDeltas(textOfPlan(plan)).map(({ text, tokens }) =>
      chunk({ choices: [{ text, stop_reason: null }] }, tokens),
    ),
    chunk({ choices: [{ text: '', stop_reason: stopReasonOf(plan) }] }),
  ],
};

function stopReasonOf(plan: AnswerPlan): string {
  return plan.stopReason === 'max_tokens' ? 'length' : 'stop';
}
