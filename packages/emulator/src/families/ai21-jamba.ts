import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
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

/** OpenAI's chat body with a running usage in every chunk, and the metrics alone in the last one. */
export const ai21Jamba: GenerationFamily = {
  kind: 'generation',
  name: 'ai21-jamba',
  matchesModel: (modelName) => modelName.startsWith('ai21.'),
  // By its body alone it cannot be told from the OpenAI family.
  matchesBody: () => false,
  hasSeparateMetricsChunk: true,
  readRequest: (body, modelId) => ({ ...readOpenAiRequest(body, modelId), reasoning: 'unsupported' }),
  renderBody: (plan, { modelId }) => ({
    id: `chatcmpl-${plan.digest}`,
    choices: [
      {
        index: 0,
        message: { tool_calls: null, ...renderOpenAiMessage(plan) },
        finish_reason: openAiFinishReason(plan),
      },
    ],
    usage: renderOpenAiUsage(plan),
    meta: { requestDurationMillis: plan.latencyMs },
    model: modelId.replace(/^.*ai21\./u, '').replace(/-v\d.*$/u, ''),
  }),
  renderChunks(plan) {
    const id = `chatcmpl-${plan.digest}`;
    const promptTokens = plan.usage.inputTokens;
    let generated = 0;
    const runningUsage = (tokens: number): Record<string, number> => {
      generated += tokens;
      return {
        prompt_tokens: promptTokens,
        total_tokens: promptTokens + generated,
        completion_tokens: generated,
      };
    };
    const deltas = [
      { delta: { role: 'assistant', content: '' }, tokens: 0 },
      ...splitIntoDeltas(openAiTextOf(plan)).map(({ text, tokens }) => ({
        delta: { content: text },
        tokens,
      })),
      ...renderToolCalls(plan).map((call) => ({ delta: { tool_calls: [call] }, tokens: 0 })),
    ];
    return [
      ...deltas.map(({ delta, tokens }) =>
        chunk(
          { id, choices: [{ index: 0, delta, finish_reason: null }], usage: runningUsage(tokens) },
          tokens,
        ),
      ),
      chunk({
        id,
        choices: [{ index: 0, delta: { content: '' }, finish_reason: openAiFinishReason(plan) }],
        usage: renderOpenAiUsage(plan),
        meta: { requestDurationMillis: plan.firstByteLatencyMs },
      }),
    ];
  },
};
