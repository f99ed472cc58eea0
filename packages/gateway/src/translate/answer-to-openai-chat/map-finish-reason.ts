import type { StopReason } from '../conversation/answer.ts';
import type { ChatFinishReason } from './chat-completion.ts';

const reasons: Record<StopReason, ChatFinishReason> = {
  'end-turn': 'stop',
  'stop-sequence': 'stop',
  'tool-call': 'tool_calls',
  'max-tokens': 'length',
  'context-window': 'length',
  pause: 'stop',
  refusal: 'content_filter',
  guardrail: 'content_filter',
  'content-filter': 'content_filter',
  malformed: 'stop',
};

export function mapFinishReason(reason: StopReason): ChatFinishReason {
  return reasons[reason];
}

/** The tiers OpenAI's clients know. */
export function mapServiceTier(tier: string | undefined): 'default' | 'flex' | 'priority' | undefined {
  return tier === 'default' || tier === 'flex' || tier === 'priority' ? tier : undefined;
}
