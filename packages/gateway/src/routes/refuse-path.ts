import { GatewayError } from '../gateway-error.ts';
import type { GatewayRoute } from '../http/gateway-route.ts';

/** For a path that the gateway has, asked for by a method that it has not. Its errors keep the path's shape. */
export function refuseMethod(route: GatewayRoute, method: string): GatewayRoute {
  return {
    ...route,
    handle: () =>
      Promise.reject(
        new GatewayError(`This path takes ${route.method}, not ${method}.`, {
          status: 405,
          code: 'method_not_allowed',
          headers: { allow: route.method },
        }),
      ),
  };
}

export interface RefusedPath {
  method: string;
  path: string;
  /** In the shape of the API that the path nearly is of. */
  renderError: GatewayRoute['renderError'];
  /** What there is instead. */
  wayOut: string;
  exception?: string;
}

/** For a path that is nearly one of the gateway's, or one of an API of which Bedrock has nothing behind it. */
export function refusePath({ method, path, renderError, wayOut, exception }: RefusedPath): GatewayRoute {
  return {
    method: method === 'GET' ? 'GET' : 'POST',
    renderError,
    handle: () =>
      Promise.reject(
        new GatewayError(`The gateway has no ${method} ${path}: ${wayOut}`, {
          status: 404,
          code: 'unknown_route',
          exception,
        }),
      ),
  };
}
