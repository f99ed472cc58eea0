import type { IncomingHttpHeaders } from 'node:http';
import { GatewayError } from '../../gateway-error.ts';
import type { GatewayRoute, RouteRequest } from '../../http/gateway-route.ts';
import { renderErrorForAll } from '../render-errors.ts';
import type { RouteOptions } from '../route-options.ts';
import { sendJson } from '../send-json.ts';
import { buildAnthropicModel, buildAnthropicModelPage } from './anthropic-models.ts';
import { buildOpenAiModel, buildOpenAiModelList } from './openai-models.ts';

/** `GET /v1/models`, in the shape of the API whose client asks. */
export function createModelListRoute(options: RouteOptions): GatewayRoute {
  return createRoute(async ({ exchange, caller }) => {
    const models = await options.listModels(caller);
    return isAnthropic(exchange.headers)
      ? buildAnthropicModelPage(models, new URLSearchParams(exchange.query))
      : buildOpenAiModelList(models);
  });
}

/** `GET /v1/models/{model}` */
export function createModelDetailRoute(options: RouteOptions): GatewayRoute {
  return createRoute(async ({ exchange, caller, parameters }) => {
    const name = decodeName(parameters.model ?? '');
    const models = await options.listModels(caller);
    const model = models.find((candidate) => candidate.name === name);
    if (!model) throw describeUnknown(name);
    return isAnthropic(exchange.headers) ? buildAnthropicModel(model) : buildOpenAiModel(model);
  });
}

function createRoute(answer: (request: RouteRequest) => Promise<object>): GatewayRoute {
  return {
    method: 'GET',
    renderError: renderErrorForAll,
    handle: async (request) =>
      sendJson(request.exchange, { 'content-type': 'application/json' }, await answer(request)),
  };
}

/** Only Anthropic's clients send it. */
function isAnthropic(headers: IncomingHttpHeaders): boolean {
  return headers['anthropic-version'] !== undefined;
}

function decodeName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw describeUnknown(encoded);
  }
}

function describeUnknown(name: string): GatewayError {
  return new GatewayError(
    `There is no model "${name}" for this key: GET /v1/models lists those that there are.`,
    {
      status: 404,
      code: 'model_not_found',
      param: 'model',
    },
  );
}
