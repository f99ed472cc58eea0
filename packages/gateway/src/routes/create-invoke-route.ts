import type { GatewayRoute } from '../http/gateway-route.ts';
import type { CalledApi } from '../recording/call-record.ts';
import type { Fields } from '../translate/conversation/parse-field.ts';
import type { Notice } from '../translate/conversation/translation-context.ts';
import type { InvokeAnswer } from '../translate/embeddings/translate-embeddings.ts';
import { buildAnswerHeaders } from './build-answer-headers.ts';
import { type InvokePlan, invokeModel } from './invoke-model.ts';
import { parseCall } from './parse-call.ts';
import { isStrict } from './parse-request-headers.ts';
import { renderOpenAiError } from './render-errors.ts';
import { sendJson } from './send-json.ts';

export interface InvokeTranslation extends InvokePlan {
  dropped: readonly Notice[];
  buildAnswer(answers: readonly InvokeAnswer[], reply: { id: string; createdSeconds: number }): object;
}

export interface InvokeEndpoint {
  calledApi: CalledApi;
  /** Throws a GatewayError of status 400, also for a model that does no such thing. */
  translate(body: Fields, modelId: string, isStrict: boolean): InvokeTranslation;
}

/** An endpoint whose answers are never streamed and come from InvokeModel, by one call of it or by several. */
export function createInvokeRoute(endpoint: InvokeEndpoint, now: () => number = Date.now): GatewayRoute {
  return {
    method: 'POST',
    renderError: renderOpenAiError,
    async handle(request) {
      const { exchange } = request;
      const bytes = await exchange.readBody();
      const { body, model, fallbackModels } = parseCall(bytes);
      const options = { api: endpoint.calledApi, model, isStream: false, body: bytes, fallbackModels };
      const call = await request.startCall(options);
      const strict = isStrict(exchange.headers);
      const invoked = await invokeModel(call, (modelId) => endpoint.translate(body, modelId, strict));
      const { plan, answers } = invoked;
      const reply = { id: call.spanId, createdSeconds: Math.floor(now() / 1000) };
      const answer = plan.buildAnswer(answers, reply);
      call.addNotices(plan.dropped);
      const facts = {
        contentType: 'application/json',
        notices: plan.dropped,
        upstreamHeaders: invoked.headers,
      };
      sendJson(exchange, buildAnswerHeaders(call, facts), answer);
      call.finish({ status: 200 });
    },
  };
}
