import type { Admission, AdmissionRequest } from '../gateway-host.ts';
import type { Caller } from '../routing/caller.ts';
import { BudgetReservations, estimateReservation, type Reservation } from './budget-reservations.ts';
import { checkBudgets, hasBudget } from './check-budgets.ts';
import type { UsageMeter } from './create-usage-meter.ts';
import { FairQueue, type FairQueueOptions } from './fair-queue.ts';
import { queueFull } from './limit-errors.ts';
import { RateLimits } from './rate-limits.ts';

/** Text has about so many bytes a token. */
const bytesPerToken = 4;
/** Pictures in base64 are large and take few tokens; a larger text is counted once it is known. */
const maxGuessedTokens = 10_000;
/** Accounts come and go; rates of those that are forgotten are full again after a minute anyway. */
const maxAccounts = 10_000;

export interface AdmissionControlOptions extends Partial<FairQueueOptions> {
  meter: UsageMeter;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  /** What a model of the client's is priced as; undefined where that takes long to find out. */
  findPricedModel?: (caller: Caller, model: string) => PricedModel | undefined;
}

export interface PricedModel {
  model: string;
  region: string;
}

export interface AdmissionControl {
  /**
   * Lets a call run within the limits and budgets of its caller; at once when it need not wait. Throws a GatewayError of
   * status 429 that says which limit, how much is used and when it may go on.
   */
  admit(caller: Caller, request: AdmissionRequest): Admission | Promise<Admission>;
  getCounts(): { running: number; waiting: number };
}

export function createAdmissionControl(options: AdmissionControlOptions): AdmissionControl {
  const { meter, now, maxRunning = Infinity, maxWaiting = 1000, maxWaitMs = 30_000, setTimer } = options;
  const { findPricedModel = () => undefined } = options;
  const queue = new FairQueue({ maxRunning, maxWaiting, maxWaitMs, setTimer });
  const ratesByAccount = new Map<string, RateLimits>();
  const reservations = new BudgetReservations();

  function findRates({ limits, accountId, keyId }: Caller): RateLimits | undefined {
    if (!limits?.requests_per_minute && !limits?.tokens_per_minute) return undefined;
    const account = accountId ?? keyId;
    let rates = ratesByAccount.get(account);
    if (!rates) {
      if (ratesByAccount.size >= maxAccounts) ratesByAccount.clear();
      rates = new RateLimits(limits, now);
      ratesByAccount.set(account, rates);
    }
    return rates;
  }

  return {
    admit(caller, request) {
      const { keyName, limits, accountId: account = caller.keyId } = caller;
      const reservation = findReservation(caller, request, { meter, reservations, now, findPricedModel });
      const rates = findRates(caller);
      const guessedTokens = rates ? guessTokens(request.body) : 0;
      rates?.take(keyName, guessedTokens);
      if (reservation) reservations.add(account, reservation);
      const limit = limits?.concurrent_requests ?? Infinity;
      const admission = new CountedAdmission({
        account,
        meter,
        queue,
        rates,
        guessedTokens,
        reservations,
        reservation,
      });
      const buildError = (waitedMs?: number) =>
        queueFull({ keyName, limit: Math.min(limit, maxRunning), waitedMs });
      try {
        const waiting = queue.enter({ account, limit, findSignal: request.findSignal, buildError });
        return waiting
          ? waiting.then(
              () => admission,
              (error) => admission.giveBack(error),
            )
          : admission;
      } catch (error) {
        return admission.giveBack(error);
      }
    },
    getCounts: () => ({ running: queue.running, waiting: queue.waiting }),
  };
}

interface Budgets {
  meter: UsageMeter;
  reservations: BudgetReservations;
  now: () => number;
  findPricedModel: NonNullable<AdmissionControlOptions['findPricedModel']>;
}

/** What the call may take of its budgets; undefined without any. Throws 429 when they are used up. */
function findReservation(
  caller: Caller,
  { model, body }: AdmissionRequest,
  { meter, reservations, now, findPricedModel }: Budgets,
): Reservation | undefined {
  const { keyName, limits, keyId, accountId: account = keyId } = caller;
  if (!limits || !hasBudget(limits)) return undefined;
  const time = now();
  const reserved = reservations.find(account);
  checkBudgets({ keyName, limits, usage: meter.find(account), reserved, now: time });
  const priced = findPricedModel(caller, model) ?? { model };
  return estimateReservation({ ...priced, body, inputTokens: guessTokens(body), now: time });
}

function guessTokens(body: Uint8Array): number {
  return Math.min(Math.ceil(body.length / bytesPerToken), maxGuessedTokens);
}

interface AdmissionParts {
  account: string;
  meter: UsageMeter;
  queue: FairQueue;
  rates: RateLimits | undefined;
  guessedTokens: number;
  reservations: BudgetReservations;
  /** What was set aside of budgets. */
  reservation: Reservation | undefined;
}

/** Thousands may wait to be settled: no more than fields. */
class CountedAdmission implements Admission {
  readonly #account: string;
  readonly #meter: UsageMeter;
  readonly #queue: FairQueue;
  readonly #rates: RateLimits | undefined;
  readonly #guessedTokens: number;
  readonly #reservations: BudgetReservations;
  readonly #reservation: Reservation | undefined;
  #isEnded = false;
  #isSettled = false;

  constructor(parts: AdmissionParts) {
    this.#account = parts.account;
    this.#meter = parts.meter;
    this.#queue = parts.queue;
    this.#rates = parts.rates;
    this.#guessedTokens = parts.guessedTokens;
    this.#reservations = parts.reservations;
    this.#reservation = parts.reservation;
  }

  get headers(): Record<string, string> | undefined {
    return this.#rates?.buildHeaders();
  }

  /** Of a call that does not run. */
  giveBack(error: unknown): never {
    this.#rates?.giveBack(this.#guessedTokens);
    this.#release();
    throw error;
  }

  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#queue.leave(this.#account);
  }

  settle({ tokens = 0, costUsd = 0 }: { tokens?: number; costUsd?: number }): void {
    this.end();
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#release();
    this.#rates?.correctTokens(this.#guessedTokens, tokens);
    if (tokens > 0 || costUsd > 0) this.#meter.add(this.#account, { usd: costUsd, tokens });
  }

  #release(): void {
    if (this.#reservation) this.#reservations.release(this.#account, this.#reservation);
  }
}
