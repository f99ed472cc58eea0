import { findNativeRoute } from '../native/find-native-route.ts';
import type { FindRoute, FoundRoute } from './gateway-route.ts';

/** One for each API of the gateway; the first that knows a path answers it. */
const finders: readonly FindRoute[] = [findNativeRoute];

/** Undefined for what is none of the gateway's paths. `url` may have a query. */
export function findRoute(method: string, url: string): FoundRoute | undefined {
  const queryAt = url.indexOf('?');
  const path = queryAt === -1 ? url : url.slice(0, queryAt);
  for (const find of finders) {
    const found = find(method, path);
    if (found) return found;
  }
  return undefined;
}
