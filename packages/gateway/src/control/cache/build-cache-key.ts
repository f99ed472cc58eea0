import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CacheKey } from '../../gateway-host.ts';
import type { CallOptions } from '../../http/gateway-route.ts';

/** Headers that change what is answered. */
const meaningful = [
  'accept',
  'anthropic-',
  'openai-',
  'x-amzn-bedrock-',
  'x-outcrop-strict',
  'x-outcrop-provider',
].concat(['x-outcrop-fallback-models', 'x-bt-endpoint-name']);

/** Calls have the same key only when nothing tells them apart that an answer could depend on. */
export function buildCacheKey(
  project: string,
  { api, model, isStream, body, fallbackModels }: CallOptions,
  headers: IncomingHttpHeaders,
): CacheKey {
  const told = Object.entries(headers)
    .filter(([name]) => meaningful.some((start) => name.startsWith(start)))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const head = JSON.stringify([project, api, model, isStream, fallbackModels ?? [], told]);
  return { project, hash: createHash('sha256').update(`${head.length}:${head}`).update(body).digest('hex') };
}
