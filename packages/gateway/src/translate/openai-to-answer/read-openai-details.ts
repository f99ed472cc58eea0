import { readOpenAiUsage } from '@outcrop/bedrock';
import type { AnswerDetails, Finish, StopReason } from '../conversation/answer.ts';
import type { OpenAiReasoning, OpenAiResponse } from './openai-response.ts';

// https://platform.openai.com/docs/api-reference/chat/object
const reasons: Readonly<Record<string, StopReason>> = {
  stop: 'end-turn',
  length: 'max-tokens',
  tool_calls: 'tool-call',
  function_call: 'tool-call',
  content_filter: 'content-filter',
};

/** A reason that is new counts as the end of the turn; the raw word stays beside it. */
export function readFinish(raw: string): Finish {
  const stopReason = Object.hasOwn(reasons, raw) ? reasons[raw] : undefined;
  return { stopReason: stopReason ?? 'end-turn', rawStopReason: raw };
}

export function readAnswerDetails({ usage, service_tier }: OpenAiResponse): AnswerDetails {
  return { usage: readOpenAiUsage(usage), ...(service_tier && { serviceTier: service_tier }) };
}

export function findReasoning({ reasoning_content, reasoning }: OpenAiReasoning): string | undefined {
  return reasoning_content || reasoning || undefined;
}
