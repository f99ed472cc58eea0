import { mapUsageToMetrics, sumInputTokens, type Usage } from '@outcrop/bedrock';
import { findAnnotation } from '../answer-to-openai-chat/build-annotation.ts';
import { mapServiceTier } from '../answer-to-openai-chat/map-finish-reason.ts';
import type { Reply } from '../client-api.ts';
import type { Answer, AnswerDetails, AnswerPart, Finish, StopReason } from '../conversation/answer.ts';
import { sealReasoning } from '../openai-responses-to-conversation/reasoning-seal.ts';
import type { OutputItem, OutputText, ResponsesResponse, ResponsesUsage } from './response.ts';

/** Builds the response to a request that was not streamed. */
export function buildResponse(answer: Answer, reply: Reply): ResponsesResponse {
  const output = answer.parts.map((part, index) => buildItem(part, index, reply));
  return finishResponse(buildEmptyResponse(reply), { finish: answer, details: answer, output });
}

/** The response as its stream begins with it. */
export function buildEmptyResponse({ id, model, createdSeconds, request }: Reply): ResponsesResponse {
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: createdSeconds,
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    model,
    output: [],
    previous_response_id: null,
    store: false,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    metadata: request.metadata ?? {},
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    reasoning: request.reasoning ?? { effort: null, summary: null },
    temperature: request.temperature ?? null,
    text: request.text ?? { format: { type: 'text' } },
    tool_choice: request.tool_choice ?? 'auto',
    tools: request.tools ?? [],
    top_p: request.top_p ?? null,
    truncation: 'disabled',
  };
}

export interface Ending {
  finish: Finish;
  details: AnswerDetails;
  output: OutputItem[];
}

const incompleteReasons: Partial<Record<StopReason, 'max_output_tokens' | 'content_filter'>> = {
  'max-tokens': 'max_output_tokens',
  'context-window': 'max_output_tokens',
  refusal: 'content_filter',
  guardrail: 'content_filter',
  'content-filter': 'content_filter',
};

/** The response as it is in the end. */
export function finishResponse(
  response: ResponsesResponse,
  { finish, details, output }: Ending,
): ResponsesResponse {
  const reason = incompleteReasons[finish.stopReason];
  const finished: ResponsesResponse = {
    ...response,
    status: reason ? 'incomplete' : 'completed',
    incomplete_details: reason ? { reason } : null,
    output,
    native_finish_reason: finish.rawStopReason,
  };
  if (details.usage) finished.usage = buildResponsesUsage(details.usage);
  const tier = mapServiceTier(details.serviceTier);
  if (tier) finished.service_tier = tier;
  if (details.trace !== undefined) finished.trace = details.trace;
  return finished;
}

/** OpenAI counts cache reads and writes among the input's tokens, Bedrock beside them. */
function buildResponsesUsage(usage: Usage): ResponsesUsage {
  const metrics = mapUsageToMetrics(usage);
  return {
    input_tokens: sumInputTokens(metrics) ?? 0,
    input_tokens_details: {
      cached_tokens: metrics.prompt_cached_tokens ?? 0,
      cache_write_tokens: metrics.prompt_cache_creation_tokens ?? 0,
    },
    output_tokens: metrics.completion_tokens ?? 0,
    output_tokens_details: { reasoning_tokens: metrics.completion_reasoning_tokens ?? 0 },
    total_tokens: metrics.tokens ?? 0,
  };
}

/** One part of an answer is one item of the output. */
export function buildItem(part: AnswerPart, index: number, { id }: Reply): OutputItem {
  const itemId = `${id}_${index}`;
  switch (part.type) {
    case 'text':
      return {
        id: `msg_${itemId}`,
        type: 'message',
        role: 'assistant',
        status: 'completed',
        content: [buildOutputText(part)],
      };
    case 'tool-call':
      return {
        id: `fc_${itemId}`,
        type: 'function_call',
        call_id: part.id,
        name: part.name,
        arguments: JSON.stringify(part.input),
        status: 'completed',
      };
    case 'thinking':
    case 'redacted-thinking': {
      const sealed = sealReasoning(part);
      const text = part.type === 'thinking' ? part.text : '';
      return {
        id: `rs_${itemId}`,
        type: 'reasoning',
        summary: text === '' ? [] : [{ type: 'summary_text', text }],
        ...(sealed !== undefined && { encrypted_content: sealed }),
        status: 'completed',
      };
    }
    default:
      return part satisfies never;
  }
}

export function buildOutputText({ text, citations }: Extract<AnswerPart, { type: 'text' }>): OutputText {
  const built: OutputText = { type: 'output_text', text, annotations: [], logprobs: [] };
  if (!citations?.length) return built;
  built.citations = citations;
  for (const citation of citations) {
    const annotation = findAnnotation(citation, 0, text.length);
    if (annotation) built.annotations.push({ type: 'url_citation', ...annotation.url_citation });
  }
  return built;
}
