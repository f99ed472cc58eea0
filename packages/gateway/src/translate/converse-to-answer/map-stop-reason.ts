import type { StopReason } from '../conversation/answer.ts';

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#bedrock-runtime_Converse-response-stopReason
const reasons: Readonly<Record<string, StopReason>> = {
  end_turn: 'end-turn',
  tool_use: 'tool-call',
  max_tokens: 'max-tokens',
  stop_sequence: 'stop-sequence',
  guardrail_intervened: 'guardrail',
  content_filtered: 'content-filter',
  malformed_model_output: 'malformed',
  malformed_tool_use: 'malformed',
  model_context_window_exceeded: 'context-window',
};

/** Bedrock's word as ours. One that is new counts as the end of the turn; the raw word stays beside it. */
export function mapConverseStopReason(raw: string): StopReason {
  return Object.hasOwn(reasons, raw) ? (reasons[raw] ?? 'end-turn') : 'end-turn';
}
