import type { StopReason } from './answer.ts';

/** Some models end a turn of tool calls as any other; and a tool that stands for JSON is no call. */
export function settleStopReason(reason: StopReason, hasToolCalls: boolean): StopReason {
  if (reason === 'end-turn' && hasToolCalls) return 'tool-call';
  return reason === 'tool-call' && !hasToolCalls ? 'end-turn' : reason;
}
