import type { GatewayRoute } from '../../http/gateway-route.ts';
import { isRecord } from '../../translate/conversation/parse-field.ts';
import type { Notice } from '../../translate/conversation/translation-context.ts';
import { translateCountTokens } from '../../translate/translate-count-tokens.ts';
import { buildAnswerHeaders } from '../build-answer-headers.ts';
import { buildModelPath } from '../build-model-path.ts';
import { parseCall } from '../parse-call.ts';
import { isStrict, listBetas } from '../parse-request-headers.ts';
import { readJsonAnswer } from '../read-answer.ts';
import { renderAnthropicError } from '../render-errors.ts';
import type { RouteOptions } from '../route-options.ts';
import { sendJson } from '../send-json.ts';

/** Anthropic's `POST /v1/messages/count_tokens`, by Bedrock's CountTokens. */
export function createCountTokensRoute({ fetchMedia }: RouteOptions): GatewayRoute {
  return {
    method: 'POST',
    renderError: renderAnthropicError,
    async handle(request) {
      const { exchange } = request;
      const { headers } = exchange;
      const bytes = await exchange.readBody();
      const { body, model, fallbackModels } = parseCall(bytes);
      const api = { kind: 'other', api: 'count-tokens' } as const;
      const call = await request.startCall({ api, model, isStream: false, body: bytes, fallbackModels });
      let notices: readonly Notice[] = [];
      const question = { body, isStrict: isStrict(headers), betas: listBetas(headers), fetchMedia };
      const answer = await call.send(async (target) => {
        const to = target.format === 'anthropic' ? 'anthropic' : 'converse';
        const translated = await translateCountTokens({ ...question, to, modelId: target.knownModelId });
        notices = translated.dropped;
        return {
          path: buildModelPath(target, 'count-tokens'),
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(translated.body),
        };
      });
      const counted = await readJsonAnswer(answer);
      const facts = { contentType: 'application/json', notices, upstreamHeaders: answer.headers };
      const tokens = isRecord(counted) ? counted.inputTokens : undefined;
      call.addNotices(notices);
      sendJson(exchange, buildAnswerHeaders(call, facts), { input_tokens: tokens });
      call.finish({ status: 200 });
    },
  };
}
