import { planAnswer } from '../answer/plan-answer.ts';
import { checkModelId } from '../model-id/check-model-id.ts';
import { cacheTurns } from '../openai/cache-turns.ts';
import { readResponsesRequest } from '../openai/read-responses-request.ts';
import { renderResponse } from '../openai/render-response.ts';
import { renderResponseEvents } from '../openai/render-response-events.ts';
import { bothEndpoints, jsonAnswer } from './operation.ts';
import type { EmulatedOperation } from './operation.ts';
import { parseModelBody } from './parse-body.ts';

/** https://platform.openai.com/docs/api-reference/responses/create */
export const createResponse: EmulatedOperation = {
  name: 'CreateResponse',
  method: 'POST',
  path: /^(?:\/openai)?\/v1\/responses$/u,
  services: bothEndpoints,
  answer(call) {
    checkModelId(call.modelId);
    const body = parseModelBody(call.request.body);
    const plan = planAnswer(cacheTurns(readResponsesRequest(body, call.modelId), body), call);
    const response = renderResponse(plan, { modelId: call.modelId, body });
    if (body.stream !== true) return jsonAnswer(response);
    return { kind: 'server-sent-events', events: renderResponseEvents(response) };
  },
};
