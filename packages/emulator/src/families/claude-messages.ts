import { parseModelId } from '@outcrop/bedrock';

import { cacheWriteTokensOf } from '../answer/plan-answer.ts';
import type { AnswerPart, AnswerPlan, AnswerUsage } from '../answer/plan-answer.ts';
import { splitIntoDeltas } from '../answer/split-into-deltas.ts';
import type { JsonObject } from '../json.ts';
import { chunk } from './family.ts';
import type { GenerationFamily, StreamChunk } from './family.ts';
import { readClaudeRequest } from './read-claude-request.ts';

/** Claude 3 and later: Anthropic's Messages API, and its server-sent events as chunks. */
export const claudeMessages: GenerationFamily = {
  kind: 'generation',
  name: 'claude-messages',
  matchesModel: (modelName) => modelName.startsWith('anthropic.claude-'),
  matchesBody: (body) => 'anthropic_version' in body,
  readRequest: readClaudeRequest,
  renderBody: (plan, conversation) => ({
    ...renderMessage(plan, conversation.modelId),
    content: plan.parts.map(renderBlock),
    ...renderStop(plan),
    usage: {
      ...renderInputUsage(plan.usage),
      output_tokens: plan.usage.outputTokens,
      ...renderThinking(plan),
    },
  }),
  renderChunks: (plan, conversation) => [
    chunk({
      type: 'message_start',
      message: {
        ...renderMessage(plan, conversation.modelId),
        content: [],
        stop_reason: null,
        stop_sequence: null,
        // A placeholder, as Bedrock sends it; the true count comes with message_delta.
        usage: { ...renderInputUsage(plan.usage), output_tokens: 1 },
      },
    }),
    ...plan.parts.flatMap(renderBlockChunks),
    chunk({
      type: 'message_delta',
      delta: renderStop(plan),
      usage: { output_tokens: plan.usage.outputTokens, ...renderThinking(plan) },
    }),
    chunk({ type: 'message_stop' }),
  ],
};

function renderMessage(plan: AnswerPlan, modelId: string): JsonObject {
  return {
    id: `msg_bdrk_${plan.digest.slice(0, 24)}`,
    type: 'message',
    role: 'assistant',
    model: shortName(modelId),
  };
}

// Claude answers with its own short name: `us.anthropic.claude-sonnet-4-20250514-v1:0` is `claude-sonnet-4-20250514`.
function shortName(modelId: string): string {
  const name = parseModelId(modelId).baseModelId ?? 'claude-sonnet-4-20250514';
  return name.replace(/^.*anthropic\./u, '').replace(/-v\d+(?::\d+)?$/u, '');
}

function renderStop(plan: AnswerPlan): JsonObject {
  const stopReason = plan.stopReason === 'guardrail_intervened' ? 'end_turn' : plan.stopReason;
  return { stop_reason: stopReason, stop_sequence: plan.stopSequence ?? null };
}

function renderInputUsage(usage: AnswerUsage): JsonObject {
  return {
    input_tokens: usage.inputTokens,
    cache_creation_input_tokens: cacheWriteTokensOf(usage),
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cacheWrite5mTokens,
      ephemeral_1h_input_tokens: usage.cacheWrite1hTokens,
    },
  };
}

function renderThinking(plan: AnswerPlan): JsonObject {
  const { reasoningTokens } = plan.usage;
  return reasoningTokens > 0 ? { output_tokens_details: { thinking_tokens: reasoningTokens } } : {};
}

function renderBlock(part: AnswerPart): JsonObject {
  switch (part.kind) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'reasoning':
      return { type: 'thinking', thinking: part.text, signature: part.signature };
    case 'tool-call':
      return { type: 'tool_use', id: `toolu_bdrk_${part.id}`, name: part.name, input: part.input };
    default:
      return part satisfies never;
  }
}

function renderBlockChunks(part: AnswerPart, index: number): StreamChunk[] {
  const start = (block: JsonObject): StreamChunk =>
    chunk({ type: 'content_block_start', index, content_block: block });
  const delta = (value: JsonObject, tokens = 0): StreamChunk =>
    chunk({ type: 'content_block_delta', index, delta: value }, tokens);
  const stop = chunk({ type: 'content_block_stop', index });
  switch (part.kind) {
    case 'text':
      return [
        start({ type: 'text', text: '' }),
        ...splitIntoDeltas(part.text).map(({ text, tokens }) => delta({ type: 'text_delta', text }, tokens)),
        stop,
      ];
    case 'reasoning':
      return [
        start({ type: 'thinking', thinking: '', signature: '' }),
        ...splitIntoDeltas(part.text).map(({ text, tokens }) =>
          delta({ type: 'thinking_delta', thinking: text }, tokens),
        ),
        delta({ type: 'signature_delta', signature: part.signature }),
        stop,
      ];
    case 'tool-call':
      return [
        start({ ...renderBlock(part), input: {} }),
        delta({ type: 'input_json_delta', partial_json: '' }),
        ...splitIntoDeltas(JSON.stringify(part.input)).map(({ text, tokens }) =>
          delta({ type: 'input_json_delta', partial_json: text }, tokens),
        ),
        stop,
      ];
    default:
      return part satisfies never;
  }
}
