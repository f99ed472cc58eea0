import { isRecord, parseOptionalString, refuse } from './parse-field.ts';
import type { CacheMark } from './part.ts';

/** Reads Anthropic's `cache_control`, which clients of OpenAI's API send as well. */
export function parseCacheControl(value: unknown, place: string): CacheMark | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) return refuse(place, 'must be an object such as {"type": "ephemeral"}');
  const ttl = parseOptionalString(value.ttl, `${place}.ttl`);
  if (ttl === undefined) return {};
  return ttl === '5m' || ttl === '1h' ? { ttl } : refuse(`${place}.ttl`, `must be 5m or 1h, not "${ttl}"`);
}
