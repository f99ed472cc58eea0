import type { ApiKeyLimits } from '@outcrop/protocol';
import { rateLimitReached } from './limit-errors.ts';
import { TokenBucket } from './token-bucket.ts';

/** What one account may do in a minute. */
export class RateLimits {
  readonly #now: () => number;
  #requests: TokenBucket | undefined;
  #tokens: TokenBucket | undefined;

  constructor(limits: ApiKeyLimits, now: () => number) {
    this.#now = now;
    if (limits.requests_per_minute) this.#requests = new TokenBucket(limits.requests_per_minute, now);
    if (limits.tokens_per_minute) this.#tokens = new TokenBucket(limits.tokens_per_minute, now);
  }

  /** Takes a request and the tokens that it is guessed to need. Throws 429, and then takes nothing. */
  take(keyName: string, tokens: number): void {
    this.#check(this.#requests, { keyName, amount: 1, what: 'requests a minute' });
    this.#check(this.#tokens, { keyName, amount: tokens, what: 'tokens a minute' });
    this.#requests?.take(1);
    this.#tokens?.take(tokens);
  }

  /** Puts what was really used in the place of the guess. */
  correctTokens(guessed: number, used: number): void {
    this.#tokens?.take(used - guessed);
  }

  /** For a call that never ran. */
  giveBack(tokens: number): void {
    this.#requests?.take(-1);
    this.#tokens?.take(-tokens);
  }

  /** The names and form of OpenAI's: https://platform.openai.com/docs/guides/rate-limits */
  buildHeaders(): Record<string, string> | undefined {
    if (!this.#requests && !this.#tokens) return undefined;
    return { ...describe(this.#requests, 'requests'), ...describe(this.#tokens, 'tokens') };
  }

  #check(
    bucket: TokenBucket | undefined,
    { keyName, amount, what }: { keyName: string; amount: number; what: string },
  ): void {
    const waitMs = bucket?.findWaitMs(amount) ?? 0;
    if (!bucket || waitMs === 0) return;
    const now = this.#now();
    throw rateLimitReached({
      keyName,
      what,
      used: bucket.limit - bucket.remaining,
      limit: bucket.limit,
      resetAt: now + waitMs,
      now,
      headers: this.buildHeaders(),
    });
  }
}

function describe(bucket: TokenBucket | undefined, name: string): Record<string, string> {
  if (!bucket) return {};
  return {
    [`x-ratelimit-limit-${name}`]: String(bucket.limit),
    [`x-ratelimit-remaining-${name}`]: String(Math.max(0, Math.floor(bucket.remaining))),
    [`x-ratelimit-reset-${name}`]: `${bucket.findResetMs()}ms`,
  };
}
