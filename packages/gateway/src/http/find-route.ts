import type { FindRoute, FoundRoute } from './gateway-route.ts';

/** Of several APIs, the first that knows a path answers it. Undefined for what is none of their paths. `url` may have a query. */
export function createFindRoute(finders: readonly FindRoute[]) {
  return function findRoute(method: string, url: string): FoundRoute | undefined {
    const queryAt = url.indexOf('?');
    const path = queryAt === -1 ? url : url.slice(0, queryAt);
    for (const find of finders) {
      const found = find(method, path);
      if (found) return found;
    }
    return undefined;
  };
}
