/**
 * A rate: so many units a minute, which may all be used at once and come back evenly. Taking more than there is leaves a
 * debt that has to come back first.
 */
export class TokenBucket {
  readonly #now: () => number;
  #limit: number;
  #level: number;
  #at: number;

  /** `now`: milliseconds since the Unix epoch. */
  constructor(limitPerMinute: number, now: () => number) {
    this.#now = now;
    this.#limit = limitPerMinute;
    this.#level = limitPerMinute;
    this.#at = now();
  }

  get limit(): number {
    return this.#limit;
  }

  /** What can be taken now; negative for a debt. */
  get remaining(): number {
    const now = this.#now();
    // A clock that was set back gives nothing and takes nothing.
    const elapsedMs = Math.max(0, now - this.#at);
    this.#level = Math.min(this.#limit, this.#level + (elapsedMs * this.#limit) / 60_000);
    this.#at = now;
    return this.#level;
  }

  /** Until so much can be taken, 0 for now. More than the limit can be taken from a full bucket. */
  findWaitMs(amount: number): number {
    const lacking = Math.min(amount, this.#limit) - this.remaining;
    // Binary fractions must not make somebody wait for the last billionth.
    return lacking > 1e-6 ? Math.ceil((lacking * 60_000) / this.#limit) : 0;
  }

  /** Until it is full again. */
  findResetMs(): number {
    return this.findWaitMs(this.#limit);
  }

  /** A negative amount gives back. */
  take(amount: number): void {
    this.#level = Math.min(this.#limit, this.remaining - amount);
  }
}
