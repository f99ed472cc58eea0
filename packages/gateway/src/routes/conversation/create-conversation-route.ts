import type { GatewayRoute, RouteRequest } from '../../http/gateway-route.ts';
import { parseCall } from '../parse-call.ts';
import { findHeartbeatMs, isStrict, listBetas } from '../parse-request-headers.ts';
import { renderAnthropicError, renderOpenAiError } from '../render-errors.ts';
import type { RouteOptions } from '../route-options.ts';
import { answerConversation } from './answer-conversation.ts';
import type { ConversationEndpoint } from './conversation-endpoint.ts';
import { streamConversation } from './stream-conversation.ts';

/** An endpoint at which models are talked to, streamed or not. */
export function createConversationRoute(endpoint: ConversationEndpoint, options: RouteOptions): GatewayRoute {
  return {
    method: 'POST',
    renderError: endpoint.api === 'anthropic-messages' ? renderAnthropicError : renderOpenAiError,
    handle: (request) => converse(endpoint, request, options),
  };
}

async function converse(
  endpoint: ConversationEndpoint,
  request: RouteRequest,
  { fetchMedia, now = Date.now }: RouteOptions,
): Promise<void> {
  const { exchange } = request;
  const { headers } = exchange;
  const bytes = await exchange.readBody();
  const start = performance.now();
  const parsed = parseCall(bytes);
  const body = endpoint.mapRequest?.(parsed.body) ?? parsed.body;
  const heartbeatMs = findHeartbeatMs(headers);
  const parseMs = performance.now() - start;
  const { model, isStream, fallbackModels } = parsed;
  const call = await request.startCall({
    api: endpoint.calledApi,
    model,
    isStream,
    body: bytes,
    fallbackModels,
  });
  call.timings.parseMs = parseMs;
  const conversing = {
    endpoint,
    exchange,
    call,
    question: {
      api: endpoint.api,
      body,
      isStream,
      isStrict: isStrict(headers),
      betas: listBetas(headers),
      fetchMedia,
    },
    reply: { id: call.spanId, model, createdSeconds: Math.floor(now() / 1000), request: body },
  };
  await (isStream ? streamConversation(conversing, heartbeatMs) : answerConversation(conversing));
}
