import type { GatewayError } from '../gateway-error.ts';

const firstDelayMs = 100;
const longestDelayMs = 5000;
/** Somebody waits: a longer Retry-After is left to the client. */
const longestRetryAfterSeconds = 5;

const retriedStatuses = new Set([429, 500, 502, 503, 504, 529]);
/** Another account may have what this one lacks. */
const passedOnStatuses = new Set([401, 403, 404, 408, ...retriedStatuses]);

/** Whether the same request may work later at the same target. */
export function isRetried(status: number): boolean {
  return retriedStatuses.has(status);
}

/** Whether the same request may work at another target now. */
export function isPassedOn(status: number): boolean {
  return passedOnStatuses.has(status);
}

/** Before the given retry, the first being 1; undefined when it is better not to wait. `random` is between 0 and 1. */
export function computeDelayMs(retry: number, failure: GatewayError, random: number): number | undefined {
  const { retryAfterSeconds = 0 } = failure;
  if (retryAfterSeconds > longestRetryAfterSeconds) return undefined;
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** (retry - 1));
  return Math.max(retryAfterSeconds * 1000, ceiling * (0.5 + random / 2));
}
