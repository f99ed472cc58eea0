import type { AnswerPlan } from '../answer/plan-answer.ts';
import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
import { asObject } from '../json.ts';
import { chunk } from './family.ts';
import type { GenerationFamily } from './family.ts';
import { readPromptRequest, textOfPlan } from './text-answer.ts';

export const titanText: GenerationFamily = {
  kind: 'generation',
  name: 'titan-text',
  matchesModel: (modelName) => /^amazon\.titan-(?!embed|image)/u.test(modelName),
  matchesBody: (body) => 'inputText' in body && 'textGenerationConfig' in body,
  readRequest(body, modelId) {
    const config = asObject(body.textGenerationConfig);
    return readPromptRequest({
      prompt: body.inputText,
      promptKey: 'inputText',
      maxTokens: config.maxTokenCount,
      stopSequences: config.stopSequences,
      modelId,
    });
  },
  renderBody: (plan) => ({
    inputTextTokenCount: plan.usage.inputTokens,
    results: [
      {
        tokenCount: plan.usage.outputTokens,
        outputText: `\n${textOfPlan(plan)}`,
        completionReason: completionReasonOf(plan),
      },
    ],
  }),
  renderChunks: (plan) =>
    halves(`\n${textOfPlan(plan)}`).map(({ text, tokens }, index, all) => {
      const isLast = index === all.length - 1;
      return chunk(
        {
          outputText: text,
          index: 0,
          totalOutputTextTokenCount: isLast ? plan.usage.outputTokens : null,
          completionReason: isLast ? completionReasonOf(plan) : null,
          inputTextTokenCount: index === 0 ? plan.usage.inputTokens : null,
        },
        tokens,
      );
    }),
};

function completionReasonOf(plan: AnswerPlan): string {
  if (plan.stopReason === 'guardrail_intervened') return 'CONTENT_FILTERED';
  return plan.stopReason === 'max_tokens' ? 'LENGTH' : 'FINISH';
}

// Titan streams long pieces, not words.
function halves(text: string): { text: string; tokens: number }[] {
  const deltas = splitIntoDeltas(text);
  const middle = Math.ceil(deltas.length / 2);
  return [deltas.slice(0, middle), deltas.slice(middle)]
    .filter((half) => half.length > 0)
    .map((half) => ({
      text: half.map((delta) => delta.text).join(''),
      tokens: half.reduce((sum, delta) => sum + delta.tokens, 0),
    }));
}
