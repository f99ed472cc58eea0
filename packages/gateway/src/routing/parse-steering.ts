import type { IncomingHttpHeaders } from 'node:http';
import { GatewayError } from '../gateway-error.ts';

/** What a client asks of the way its call takes. */
export interface Steering {
  /** Of one target, beyond the first try. */
  retries: number;
  /** Until the answer begins. */
  timeoutMs: number;
  /** Only the provider of this name. */
  providerName: string | undefined;
  fallbackModels: readonly string[];
}

const defaults: Steering = {
  retries: 2,
  // The longest that Bedrock lets a model think before its answer.
  timeoutMs: 60 * 60 * 1000,
  providerName: undefined,
  fallbackModels: [],
};
const mostRetries = 10;
const mostFallbacks = 10;

/** Throws a GatewayError that names the header. */
export function parseSteering(headers: IncomingHttpHeaders): Steering {
  const retries = headers['x-outcrop-retries'];
  const timeoutMs = headers['x-outcrop-timeout-ms'];
  // The second is what Braintrust's clients send.
  const providerName = headers['x-outcrop-provider'] ?? headers['x-bt-endpoint-name'];
  const fallbackModels = headers['x-outcrop-fallback-models'];
  if (retries ?? timeoutMs ?? providerName ?? fallbackModels) {
    return {
      retries: parseInteger('x-outcrop-retries', retries, {
        fallback: defaults.retries,
        maximum: mostRetries,
      }),
      timeoutMs: parseInteger('x-outcrop-timeout-ms', timeoutMs, {
        fallback: defaults.timeoutMs,
        maximum: defaults.timeoutMs,
      }),
      providerName: String(providerName ?? '').trim() || undefined,
      fallbackModels: parseList(fallbackModels),
    };
  }
  return defaults;
}

interface Range {
  fallback: number;
  maximum: number;
}

function parseInteger(name: string, value: string | string[] | undefined, range: Range): number {
  if (value === undefined) return range.fallback;
  const number = Number(value);
  if (typeof value === 'string' && /^\d+$/.test(value) && number <= range.maximum) return number;
  throw new GatewayError(`the header ${name} takes a whole number from 0 to ${range.maximum}.`, {
    status: 400,
    code: 'invalid_request',
    param: name,
  });
}

function parseList(value: string | string[] | undefined): string[] {
  const names = String(value ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length <= mostFallbacks) return names;
  throw new GatewayError(`the header x-outcrop-fallback-models takes at most ${mostFallbacks} names.`, {
    status: 400,
    code: 'invalid_request',
    param: 'x-outcrop-fallback-models',
  });
}
