import { GatewayError } from '../gateway-error.ts';

export interface ReachedLimit {
  keyName: string;
  /** Such as `tokens a day`. */
  what: string;
  used: number;
  limit: number;
  /** Milliseconds since the Unix epoch. */
  resetAt: number;
  now: number;
  headers?: Readonly<Record<string, string>>;
}

/** Too much in too short a time. */
export function rateLimitReached(reached: ReachedLimit): GatewayError {
  return limitReached(reached, {
    code: 'rate_limit_exceeded',
    wayOut: 'Call less often, or make a key with a higher limit',
  });
}

/**
 * OpenAI's and Anthropic's clients wait as long as Retry-After says, which may be hours here, and their callers hear
 * nothing of it; both obey this header.
 */
const notToBeRetried = { 'x-should-retry': 'false' };

/** A budget is used up until the day or month ends. */
export function budgetReached(reached: ReachedLimit): GatewayError {
  return limitReached(
    { ...reached, headers: { ...reached.headers, ...notToBeRetried } },
    { code: 'budget_exceeded', wayOut: 'Use another key, or make one with a larger budget' },
  );
}

/** What is left of a budget may go to calls under way; when they end it is known whether it does. */
export function budgetReserved({
  keyName,
  what,
  used,
  limit,
  reserved,
}: Omit<ReachedLimit, 'resetAt'> & { reserved: number }): GatewayError {
  return new GatewayError(
    `the API key ${JSON.stringify(keyName)} has used ${formatAmount(used)} of its ${formatAmount(limit)} ${what}, ` +
      `and its calls under way may take ${formatAmount(reserved)}. Try again when they have ended, give calls a lower ` +
      'max_tokens, or make a key with a larger budget (Settings, API keys).',
    { code: 'budget_exceeded', status: 429, retryAfterSeconds: 1 },
  );
}

function limitReached(
  reached: ReachedLimit,
  { code, wayOut }: { code: string; wayOut: string },
): GatewayError {
  const { keyName, what, used, limit, resetAt, now, headers } = reached;
  const retryAfterSeconds = Math.max(1, Math.ceil((resetAt - now) / 1000));
  return new GatewayError(
    `the API key ${JSON.stringify(keyName)} has used ${formatAmount(used)} of its ${formatAmount(limit)} ` +
      `${what}. It may go on in ${retryAfterSeconds} s, at ${new Date(resetAt).toISOString()}. ${wayOut} ` +
      '(Settings, API keys).',
    { code, status: 429, retryAfterSeconds, headers },
  );
}

export interface FullQueue {
  keyName: string;
  limit: number;
  /** How long the call has waited; absent when the queue was full. */
  waitedMs?: number;
}

/** More calls at a time than the key or the server takes. */
export function queueFull({ keyName, limit, waitedMs }: FullQueue): GatewayError {
  const reason =
    waitedMs === undefined
      ? 'too many wait already'
      : `none of them ended within ${Math.round(waitedMs / 1000)} s`;
  return new GatewayError(
    `${limit} calls at a time are allowed (API key ${JSON.stringify(keyName)}), and ${reason}. Call less at a ` +
      'time, or raise concurrent_requests of the key or OUTCROP_MAX_CONCURRENT_CALLS of the server.',
    { code: 'concurrency_limit_exceeded', status: 429, retryAfterSeconds: 1 },
  );
}

/** Small costs too: a call may take a thousandth of a cent. */
function formatAmount(amount: number): string {
  return amountFormat.format(amount);
}

const amountFormat = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6, useGrouping: false });
