import type { FindRoute, GatewayRoute } from '../http/gateway-route.ts';
import { conversationEndpoints } from './conversation/conversation-endpoints.ts';
import { createConversationRoute } from './conversation/create-conversation-route.ts';
import { createCountTokensRoute } from './count-tokens/create-count-tokens-route.ts';
import { createInvokeRoute } from './create-invoke-route.ts';
import { invokeEndpoints } from './invoke-endpoints.ts';
import { createModelDetailRoute, createModelListRoute } from './models/create-model-routes.ts';
import { refuseMethod, refusePath } from './refuse-path.ts';
import { renderAnthropicError, renderErrorForAll, renderOpenAiError } from './render-errors.ts';
import type { RouteOptions } from './route-options.ts';
import { transcriptionsRoute } from './transcriptions/transcriptions-route.ts';

/** Where the APIs begin: their own version, and the paths that clients of Bedrock's endpoints have. */
const mounts = ['/v1', '/openai/v1', '/anthropic/v1'] as const;

/** Below the version: what OpenAI and Anthropic have and Bedrock has not, and what is nearly an endpoint. */
const foreignPath =
  /^\/((assistants|audio|batches|containers|conversations|evals|files|fine_tuning|images|models|moderations|organizations|realtime|rerank|skills|threads|uploads|v1|vector_stores|videos)(\/|$)|chat|complet|embed|message|respon)/;

const endpointNames =
  'it has chat/completions, completions, responses, messages, embeddings, images/generations, rerank, audio/transcriptions and models.';

const noParameters = {};

/**
 * The paths of OpenAI's and Anthropic's APIs. What those have and Bedrock does not is found too, and refused in their shape;
 * other paths are none of the gateway's.
 */
export function createRoutes(options: RouteOptions): FindRoute {
  const routes = new Map<string, GatewayRoute>();
  for (const [path, route] of listRoutes(options)) {
    for (const mount of mounts) routes.set(mount + path, route);
  }
  const modelDetail = createModelDetailRoute(options);
  return function findRoute(method, path) {
    const route = routes.get(path);
    if (route)
      return {
        route: route.method === method ? route : refuseMethod(route, method),
        parameters: noParameters,
      };
    const mount = mounts.find((candidate) => path.startsWith(`${candidate}/`));
    const rest = path.slice(mount?.length ?? 0);
    if (mount !== undefined && rest.startsWith('/models/') && method === 'GET') {
      return { route: modelDetail, parameters: { model: rest.slice('/models/'.length) } };
    }
    // The server has paths of its own below /v1, and its page elsewhere.
    const isRefused =
      mount === undefined
        ? routes.has(`/v1${path}`) && method !== 'GET'
        : mount !== '/v1' || foreignPath.test(rest);
    return isRefused ? { route: refuseNearPath(method, path, routes), parameters: noParameters } : undefined;
  };
}

function refuseNearPath(
  method: string,
  path: string,
  routes: ReadonlyMap<string, GatewayRoute>,
): GatewayRoute {
  // A base URL with the version once too often, or without it.
  const meant = [`/v1${path}`, path.replace(/\/v1(?=\/v1\/)/, '')].find((candidate) => routes.has(candidate));
  return refusePath({
    method,
    path,
    renderError: findErrorShape(path),
    wayOut: meant === undefined ? endpointNames : `did you mean ${meant}? Check the client's base URL.`,
  });
}

function findErrorShape(path: string): GatewayRoute['renderError'] {
  if (/^\/anthropic\/|\/messages?(\/|$)/.test(path)) return renderAnthropicError;
  return /\/models(\/|$)/.test(path) ? renderErrorForAll : renderOpenAiError;
}

function listRoutes(options: RouteOptions): [path: string, route: GatewayRoute][] {
  return [
    ...Object.entries(conversationEndpoints).map(([path, endpoint]): [string, GatewayRoute] => [
      path,
      createConversationRoute(endpoint, options),
    ]),
    ...Object.entries(invokeEndpoints).map(([path, endpoint]): [string, GatewayRoute] => [
      path,
      createInvokeRoute(endpoint, options.now),
    ]),
    ['/messages/count_tokens', createCountTokensRoute(options)],
    ['/audio/transcriptions', transcriptionsRoute],
    ['/models', createModelListRoute(options)],
  ];
}
