import { mapUsageToMetrics } from '@outcrop/bedrock';
import type { Answer, AnswerDetails, AnswerPart, StopReason } from '../conversation/answer.ts';
import type { AnswerIdentity } from '../conversation/answer-identity.ts';
import type {
  AnthropicBlock,
  AnthropicMessage,
  AnthropicStopReason,
  AnthropicUsage,
} from './anthropic-message.ts';
import { buildAnthropicCitation } from './build-anthropic-citation.ts';

/** Builds the answer to a message that was not streamed. */
export function buildAnthropicMessage(answer: Answer, identity: AnswerIdentity): AnthropicMessage {
  const message: AnthropicMessage = {
    ...buildEmptyMessage(identity, answer),
    content: answer.parts.map(buildBlock),
    stop_reason: mapToAnthropicStopReason(answer.stopReason),
    stop_sequence: answer.stopSequence ?? null,
    native_stop_reason: answer.rawStopReason,
  };
  if (answer.trace !== undefined) message.trace = answer.trace;
  return message;
}

/** The message as its stream begins with it. */
export function buildEmptyMessage(identity: AnswerIdentity, details: AnswerDetails = {}): AnthropicMessage {
  return {
    id: `msg_${identity.id}`,
    type: 'message',
    role: 'assistant',
    model: identity.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: buildAnthropicUsage(details),
  };
}

/** Anthropic counts as Bedrock does: cache reads and writes beside the input. */
export function buildAnthropicUsage({ usage, serviceTier }: AnswerDetails): AnthropicUsage {
  const metrics = mapUsageToMetrics(usage);
  const built: AnthropicUsage = {
    input_tokens: metrics.prompt_tokens ?? 0,
    output_tokens: metrics.completion_tokens ?? 0,
    cache_creation_input_tokens: metrics.prompt_cache_creation_tokens ?? 0,
    cache_read_input_tokens: metrics.prompt_cached_tokens ?? 0,
    cache_creation: {
      ephemeral_5m_input_tokens: metrics.prompt_cache_creation_5m_tokens ?? 0,
      ephemeral_1h_input_tokens: metrics.prompt_cache_creation_1h_tokens ?? 0,
    },
  };
  if (serviceTier !== undefined) built.service_tier = tiers[serviceTier] ?? serviceTier;
  return built;
}

const tiers: Readonly<Record<string, string>> = { default: 'standard' };

const reasons: Record<StopReason, AnthropicStopReason> = {
  'end-turn': 'end_turn',
  'stop-sequence': 'stop_sequence',
  'max-tokens': 'max_tokens',
  'context-window': 'model_context_window_exceeded',
  'tool-call': 'tool_use',
  pause: 'pause_turn',
  refusal: 'refusal',
  guardrail: 'refusal',
  'content-filter': 'refusal',
  malformed: 'end_turn',
};

export function mapToAnthropicStopReason(reason: StopReason): AnthropicStopReason {
  return reasons[reason];
}

function buildBlock(part: AnswerPart): AnthropicBlock {
  switch (part.type) {
    case 'text': {
      const { text, citations } = part;
      return citations?.length
        ? { type: 'text', text, citations: citations.map(buildAnthropicCitation) }
        : { type: 'text', text };
    }
    case 'thinking':
      return { type: 'thinking', thinking: part.text, signature: part.signature ?? '' };
    case 'redacted-thinking':
      return { type: 'redacted_thinking', data: part.data };
    case 'tool-call':
      return { type: 'tool_use', id: part.id, name: part.name, input: part.input };
    default:
      return part satisfies never;
  }
}
