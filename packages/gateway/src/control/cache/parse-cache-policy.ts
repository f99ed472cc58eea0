import type { IncomingHttpHeaders } from 'node:http';
import type { ApiKeyDefaults } from '@outcrop/protocol';
import { GatewayError } from '../../gateway-error.ts';

const modes = ['auto', 'always', 'never'] as const;
export type CacheMode = (typeof modes)[number];

const longestTtlSeconds = 7 * 24 * 60 * 60;

/** How a client wants its call cached. */
export interface CachePolicy {
  /** `auto`: only calls that ask for the same answer each time, by a temperature of 0 or a seed. */
  mode: Exclude<CacheMode, 'never'>;
  /** Whether the client said nothing and its key's default holds, which is for conversations. */
  isDefault: boolean;
  ttlSeconds: number;
  isLookedUp: boolean;
  isStored: boolean;
  /** Older answers are not taken. */
  maxAgeSeconds: number;
}

/**
 * By `x-outcrop-cache`, `x-outcrop-cache-ttl` and Cache-Control, or Braintrust's `x-bt-use-cache` and `x-bt-cache-ttl`,
 * or else the defaults of the key.
 * Undefined when nothing is to be cached. Throws 400 for what no header may say.
 */
export function parseCachePolicy(
  headers: IncomingHttpHeaders,
  defaults: ApiKeyDefaults = {},
): CachePolicy | undefined {
  const said = findMode(headers);
  const mode = said ?? defaults.cache ?? 'never';
  if (mode === 'never') return undefined;
  const ttlSeconds = findTtl(headers) ?? defaults.cache_ttl_seconds ?? longestTtlSeconds;
  const directives = parseCacheControl(headers['cache-control']);
  const maxAge = Number(directives.get('max-age') ?? Number.NaN);
  const policy: CachePolicy = {
    mode,
    isDefault: said === undefined,
    ttlSeconds,
    isLookedUp: !directives.has('no-cache') && !directives.has('no-store'),
    isStored: !directives.has('no-store'),
    maxAgeSeconds: Number.isNaN(maxAge) ? ttlSeconds : maxAge,
  };
  return policy.isLookedUp || policy.isStored ? policy : undefined;
}

function findMode(headers: IncomingHttpHeaders): CacheMode | undefined {
  return parseMode(headers, 'x-outcrop-cache') ?? parseMode(headers, 'x-bt-use-cache');
}

function parseMode(headers: IncomingHttpHeaders, name: string): CacheMode | undefined {
  const text = headers[name];
  if (text === undefined) return undefined;
  const mode = modes.find((candidate) => candidate === String(text).toLowerCase());
  if (mode) return mode;
  throw invalidHeader(name, 'auto, always or never');
}

function findTtl(headers: IncomingHttpHeaders): number | undefined {
  return parseTtl(headers, 'x-outcrop-cache-ttl') ?? parseTtl(headers, 'x-bt-cache-ttl');
}

function parseTtl(headers: IncomingHttpHeaders, name: string): number | undefined {
  const text = headers[name];
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (/^\d+$/.test(String(text)) && seconds >= 1 && seconds <= longestTtlSeconds) return seconds;
  throw invalidHeader(name, `whole seconds from 1 to ${longestTtlSeconds}`);
}

/** RFC 9111 §5.2. */
function parseCacheControl(header: string | undefined): Map<string, string> {
  const directives = new Map<string, string>();
  for (const part of (header ?? '').split(',')) {
    const [name = '', value = ''] = part.trim().split('=', 2);
    if (name !== '') directives.set(name.toLowerCase(), value.replaceAll('"', ''));
  }
  return directives;
}

function invalidHeader(name: string, takes: string): GatewayError {
  return new GatewayError(`the header ${name} takes ${takes}.`, {
    status: 400,
    code: 'invalid_request',
    param: name,
  });
}
