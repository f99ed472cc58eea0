import type { IncomingHttpHeaders } from 'node:http';
import { GatewayError } from '../gateway-error.ts';

/** Refuse instead of leaving anything out. */
export function isStrict(headers: IncomingHttpHeaders): boolean {
  const value = headers['x-outcrop-strict'];
  return value === 'true' || value === '1';
}

/** The names in `anthropic-beta`. */
export function listBetas(headers: IncomingHttpHeaders): string[] | undefined {
  const value = headers['anthropic-beta'];
  if (value === undefined) return undefined;
  const names = (Array.isArray(value) ? value.join(',') : value).split(',').map((name) => name.trim());
  return names.filter((name) => name !== '');
}

const longestHeartbeatSeconds = 300;

/** How often a silent stream is to be kept alive; undefined when it is not asked for. Throws a 400. */
export function findHeartbeatMs(headers: IncomingHttpHeaders): number | undefined {
  const value = headers['x-outcrop-heartbeat-seconds'];
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (!(seconds > 0 && seconds <= longestHeartbeatSeconds)) {
    throw new GatewayError(
      `x-outcrop-heartbeat-seconds must be more than 0 and at most ${longestHeartbeatSeconds}, not "${String(value)}".`,
      { status: 400, code: 'invalid_header' },
    );
  }
  return seconds * 1000;
}
