import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
import { chunk } from './family.ts';
import type { GenerationFamily } from './family.ts';
import { readPromptRequest, textOfPlan } from './text-answer.ts';
import type { AnswerPlan } from '../answer/plan-answer.ts';

/** The first Command models, before Command R. */
export const cohereCommand: GenerationFamily = {
  kind: 'generation',
  name: 'cohere-command',
  matchesModel: (modelName) => /^cohere\.command-(?!r|a)/u.test(modelName),
  matchesBody: (body) => typeof body.prompt === 'string' && ('p' in body || 'num_generations' in body),
  readRequest: (body, modelId) =>
    readPromptRequest({
      prompt: body.prompt,
      promptKey: 'prompt',
      maxTokens: body.max_tokens,
      stopSequences: body.stop_sequences,
      modelId,
    }),
  renderBody: (plan, conversation) => ({
    id: plan.digest,
    generations: [{ id: plan.digest, text: ` ${textOfPlan(plan)}`, finish_reason: finishReasonOf(plan) }],
    prompt: conversation.turns
      .flatMap((turn) => turn.parts.map((part) => (part.kind === 'text' ? part.text : '')))
      .join('\n'),
  }),
  renderChunks: (plan) => [
    ...splitIntoDeltas(` ${textOfPlan(plan)}`).map(({ text, tokens }) =>
      chunk({ index: 0, text, is_finished: false }, tokens),
    ),
    chunk({ index: 0, text: '', is_finished: true, finish_reason: finishReasonOf(plan) }),
  ],
};

function finishReasonOf(plan: AnswerPlan): string {
  return plan.stopReason === 'max_tokens' ? 'MAX_TOKENS' : 'COMPLETE';
}
