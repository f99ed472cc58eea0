import { GatewayError } from '../gateway-error.ts';
import type { GatewayRoute } from '../http/gateway-route.ts';
import { renderErrorForAll } from './render-errors.ts';

/** For a path that the gateway has, asked for by a method that it has not. Its errors keep the path's shape. */
export function refuseMethod(route: GatewayRoute, method: string): GatewayRoute {
  return {
    ...route,
    handle: () =>
      Promise.reject(
        new GatewayError(`This path takes ${route.method}, not ${method}.`, {
          status: 405,
          code: 'method_not_allowed',
        }),
      ),
  };
}

/** For a path of OpenAI's or Anthropic's API that Bedrock has nothing behind. */
export function refusePath(method: string, path: string): GatewayRoute {
  return {
    method: method === 'GET' ? 'GET' : 'POST',
    renderError: renderErrorForAll,
    handle: () =>
      Promise.reject(
        new GatewayError(
          `The gateway has no ${method} ${path}: it has chat/completions, completions, responses, messages, embeddings, images/generations, rerank, audio/transcriptions and models.`,
          { status: 404, code: 'unknown_route' },
        ),
      ),
  };
}
