import type { FindRoute, GatewayRoute } from '../http/gateway-route.ts';
import { conversationEndpoints } from './conversation/conversation-endpoints.ts';
import { createConversationRoute } from './conversation/create-conversation-route.ts';
import { createCountTokensRoute } from './count-tokens/create-count-tokens-route.ts';
import { createInvokeRoute } from './create-invoke-route.ts';
import { invokeEndpoints } from './invoke-endpoints.ts';
import { createModelDetailRoute, createModelListRoute } from './models/create-model-routes.ts';
import { refuseMethod, refusePath } from './refuse-path.ts';
import type { RouteOptions } from './route-options.ts';
import { transcriptionsRoute } from './transcriptions/transcriptions-route.ts';

/** Where the APIs begin: their own version, and the paths that clients of Bedrock's endpoints have. */
const mounts = ['/v1', '/openai/v1', '/anthropic/v1'] as const;

/** Paths below the version at which OpenAI and Anthropic have what Bedrock does not. */
const foreignPaths =
  /^\/(assistants|audio|batches|chat|completions|containers|conversations|embeddings|evals|files|fine_tuning|images|messages|models|moderations|organizations|realtime|rerank|responses|skills|threads|uploads|vector_stores|videos)(\/|$)/;

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
    if (mount === undefined) return undefined;
    const rest = path.slice(mount.length);
    if (rest.startsWith('/models/') && method === 'GET') {
      return { route: modelDetail, parameters: { model: rest.slice('/models/'.length) } };
    }
    // The server has paths of its own below /v1.
    if (mount === '/v1' && !foreignPaths.test(rest)) return undefined;
    return { route: refusePath(method, path), parameters: noParameters };
  };
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
