import { planAnswer } from '../answer/plan-answer.ts';
import { asObject } from '../json.ts';
import { checkChatModel } from '../model-id/check-model-id.ts';
import { renderChatCompletion, renderChatCompletionEvents } from '../openai/render-chat-completion.ts';
import { readOpenAiRequest } from '../families/read-openai-request.ts';
import { cacheTurns } from '../openai/cache-turns.ts';
import { bothEndpoints, jsonAnswer } from './operation.ts';
import type { EmulatedOperation } from './operation.ts';
import { parseModelBody } from './parse-body.ts';

/** https://platform.openai.com/docs/api-reference/chat/create */
export const createChatCompletion: EmulatedOperation = {
  name: 'CreateChatCompletion',
  method: 'POST',
  path: /^(?:\/openai)?\/v1\/chat\/completions$/u,
  services: bothEndpoints,
  answer(call) {
    checkChatModel(call.modelId);
    const body = parseModelBody(call.request.body);
    const plan = planAnswer(cacheTurns(readOpenAiRequest(body, call.modelId), body), call);
    if (body.stream !== true) return jsonAnswer(renderChatCompletion(plan, call.modelId));
    const hasUsage = asObject(body.stream_options).include_usage === true;
    return {
      kind: 'server-sent-events',
      events: renderChatCompletionEvents(plan, { modelId: call.modelId, hasUsage }),
    };
  },
};
