import type { AnswerPlan } from '../answer/plan-answer.ts';
import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
import { chunk } from './family.ts';
import type { GenerationFamily } from './family.ts';
import { readPromptRequest, textOfPlan } from './text-answer.ts';

export const llama: GenerationFamily = {
  kind: 'generation',
  name: 'llama',
  matchesModel: (modelName) => modelName.startsWith('meta.llama'),
  matchesBody: (body) => 'max_gen_len' in body,
  readRequest: (body, modelId) =>
    readPromptRequest({ prompt: body.prompt, promptKey: 'prompt', maxTokens: body.max_gen_len, modelId }),
  renderBody: (plan) => ({
    generation: textOfPlan(plan),
    prompt_token_count: plan.usage.inputTokens,
    generation_token_count: plan.usage.outputTokens,
    stop_reason: stopReasonOf(plan),
  }),
  renderChunks(plan) {
    let generated = 0;
    const deltas = splitIntoDeltas(textOfPlan(plan)).map(({ text, tokens }, index) => {
      generated += tokens;
      const promptTokens = index === 0 ? plan.usage.inputTokens : null;
      return chunk(renderChunk(text, { promptTokens, generated, stopReason: null }), tokens);
    });
    const end = { promptTokens: null, generated, stopReason: stopReasonOf(plan) };
    return [...deltas, chunk(renderChunk('', end))];
  },
};

interface ChunkCounts {
  promptTokens: number | null;
  generated: number;
  stopReason: string | null;
}

function renderChunk(generation: string, counts: ChunkCounts): Record<string, unknown> {
  return {
    generation,
    prompt_token_count: counts.promptTokens,
    generation_token_count: counts.generated,
    stop_reason: counts.stopReason,
  };
}

function stopReasonOf(plan: AnswerPlan): string {
  return plan.stopReason === 'max_tokens' ? 'length' : 'stop';
}
