import type { AnswerPart, AnswerPlan } from '../answer/plan-answer.ts';
import type { JsonObject } from '../json.ts';
import { renderResponseUsage } from './openai-usage.ts';

/** What a request may set and its answer repeats, with what the service says otherwise. */
const defaults: JsonObject = {
  instructions: null,
  max_output_tokens: null,
  parallel_tool_calls: true,
  reasoning: { effort: null, summary: null },
  service_tier: 'default',
  store: true,
  temperature: 1,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  truncation: 'disabled',
  user: null,
  metadata: {},
};

/** A whole answer of the Responses API. */
export function renderResponse(
  plan: AnswerPlan,
  { modelId, body }: { modelId: string; body: JsonObject },
): JsonObject {
  const isCut = plan.stopReason === 'max_tokens';
  const echoed = Object.entries(defaults).map(([name, value]) => [name, body[name] ?? value] as const);
  return {
    id: `resp_${plan.digest}`,
    object: 'response',
    // Fixed, because the same request must give the same answer.
    created_at: 1_767_225_600,
    status: isCut ? 'incomplete' : 'completed',
    error: null,
    incomplete_details: isCut ? { reason: 'max_output_tokens' } : null,
    model: modelId,
    output: plan.parts.map((part, index) => renderItem(part, `${plan.digest.slice(0, 20)}${index}`)),
    previous_response_id: null,
    usage: renderResponseUsage(plan),
    ...Object.fromEntries(echoed),
  };
}

function renderItem(part: AnswerPart, id: string): JsonObject {
  switch (part.kind) {
    case 'text':
      return {
        id: `msg_${id}`,
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_text', text: part.text, annotations: [], logprobs: [] }],
      };
    case 'reasoning':
      return {
        id: `rs_${id}`,
        type: 'reasoning',
        status: 'completed',
        summary: [],
        content: [{ type: 'reasoning_text', text: part.text }],
      };
    case 'tool-call':
      return {
        id: `fc_${id}`,
        type: 'function_call',
        status: 'completed',
        call_id: `call_${part.id}`,
        name: part.name,
        arguments: JSON.stringify(part.input),
      };
    default:
      return part satisfies never;
  }
}
