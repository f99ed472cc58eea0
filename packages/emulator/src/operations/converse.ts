import { planAnswer } from '../answer/plan-answer.ts';
import type { AnswerPlan } from '../answer/plan-answer.ts';
import type { JsonObject } from '../json.ts';
import { checkOperationModel } from '../model-id/check-model-id.ts';
import { jsonAnswer } from './operation.ts';
import type { EmulatedOperation, OperationCall } from './operation.ts';
import { parseJsonBody } from './parse-body.ts';
import { readConverseRequest } from '../converse/read-converse-request.ts';
import { renderConverse, renderConverseEvents } from '../converse/render-converse.ts';
import { validateConverseRequest } from '../converse/validate-converse-request.ts';

export const converse: EmulatedOperation = {
  name: 'Converse',
  method: 'POST',
  path: /^\/model\/(.+)\/converse$/u,
  answer(call) {
    const { body, plan } = planConverse(call);
    return jsonAnswer(renderConverse(plan, { modelId: call.modelId, body }));
  },
};

export const converseStream: EmulatedOperation = {
  name: 'ConverseStream',
  method: 'POST',
  path: /^\/model\/(.+)\/converse-stream$/u,
  answer(call) {
    const { body, plan } = planConverse(call);
    return {
      kind: 'stream',
      headers: {},
      events: renderConverseEvents(plan, { modelId: call.modelId, body }),
    };
  },
};

function planConverse(call: OperationCall): { body: JsonObject; plan: AnswerPlan } {
  checkOperationModel(call.modelId);
  const body = parseJsonBody(call.request.body);
  validateConverseRequest(body, call.modelId);
  return { body, plan: planAnswer(readConverseRequest(body, call.modelId), call) };
}
