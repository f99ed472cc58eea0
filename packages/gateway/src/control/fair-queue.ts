import type { GatewayError } from '../gateway-error.ts';

export interface FairQueueOptions {
  /** At a time, over all accounts. */
  maxRunning: number;
  /** Of one account. */
  maxWaiting: number;
  maxWaitMs: number;
  /** Calls back after so many milliseconds; returns how to stop that. */
  setTimer?: (callback: () => void, ms: number) => () => void;
}

/** A place among those that run. */
export interface QueueRequest {
  account: string;
  /** At a time, of this account. */
  limit: number;
  /** Asked only of those who wait: making one is dear. */
  findSignal: () => AbortSignal;
  /** What somebody is told who waited so long, or found the queue full. */
  buildError: (waitedMs?: number) => GatewayError;
}

interface Waiter {
  limit: number;
  start(): void;
}

interface Account {
  running: number;
  waiting: Set<Waiter>;
}

/**
 * Lets so many run at a time. When there are more, the accounts take turns, so that one with a thousand calls does not
 * keep out one with a single call; within an account, who came first goes first.
 */
export class FairQueue {
  readonly #options: FairQueueOptions;
  readonly #setTimer: NonNullable<FairQueueOptions['setTimer']>;
  /** Those with somebody who waits come in the order of their turns. */
  readonly #accounts = new Map<string, Account>();
  #running = 0;
  #waiting = 0;

  constructor(options: FairQueueOptions) {
    this.#options = options;
    this.#setTimer = options.setTimer ?? setUnrefTimer;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Undefined when it may run at once. Rejects with an error of the request, or with the signal's reason. */
  enter(request: QueueRequest): Promise<void> | undefined {
    const account = this.#getAccount(request.account);
    if (account.waiting.size === 0 && this.#hasRoom(account, request.limit)) {
      this.#start(account);
      return undefined;
    }
    if (account.waiting.size >= this.#options.maxWaiting) throw request.buildError();
    return this.#wait(account, request);
  }

  /** Somebody who ran is done. */
  leave(name: string): void {
    const account = this.#accounts.get(name);
    if (!account || account.running === 0) return;
    account.running -= 1;
    this.#running -= 1;
    if (this.#waiting > 0) this.#startWaiting();
    this.#forgetIdle(name, account);
  }

  #getAccount(name: string): Account {
    let account = this.#accounts.get(name);
    if (!account) {
      account = { running: 0, waiting: new Set() };
      this.#accounts.set(name, account);
    }
    return account;
  }

  #forgetIdle(name: string, account: Account): void {
    if (account.running === 0 && account.waiting.size === 0) this.#accounts.delete(name);
  }

  #hasRoom(account: Account, limit: number): boolean {
    return this.#running < this.#options.maxRunning && account.running < limit;
  }

  #start(account: Account): void {
    account.running += 1;
    this.#running += 1;
  }

  #wait(account: Account, { account: name, limit, findSignal, buildError }: QueueRequest): Promise<void> {
    const signal = findSignal();
    return new Promise((resolve, reject) => {
      const { maxWaitMs } = this.#options;
      const leave = (): void => {
        cancelTimer();
        signal.removeEventListener('abort', abort);
        account.waiting.delete(waiter);
        this.#waiting -= 1;
      };
      const refuse = (reason: Error): void => {
        leave();
        this.#forgetIdle(name, account);
        reject(reason);
      };
      const abort = (): void => refuse(signal.reason as Error);
      const cancelTimer = this.#setTimer(() => refuse(buildError(maxWaitMs)), maxWaitMs);
      const waiter: Waiter = {
        limit,
        start: () => {
          leave();
          this.#start(account);
          resolve();
        },
      };
      account.waiting.add(waiter);
      this.#waiting += 1;
      signal.addEventListener('abort', abort);
      if (signal.aborted) abort();
    });
  }

  #startWaiting(): void {
    for (const [name, account] of this.#accounts) {
      if (this.#running >= this.#options.maxRunning) return;
      const [first] = account.waiting;
      if (!first || account.running >= first.limit) continue;
      first.start();
      // Its next turn comes after everybody else's.
      this.#accounts.delete(name);
      this.#accounts.set(name, account);
    }
  }
}

function setUnrefTimer(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms);
  timer.unref();
  return () => clearTimeout(timer);
}
