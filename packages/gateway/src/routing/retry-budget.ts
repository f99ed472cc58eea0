/** Retries for each call that began, so that retries never become most of the load of a service that fails. */
const perCall = 0.2;
const capacity = 20;

export interface RetryBudget {
  noteCall(): void;
  /** Whether one more retry may be made; if so, it is taken. */
  take(): boolean;
}

/** Lets a lonely call be retried, and a crowd of failing ones only a share of the time. */
export function createRetryBudget(): RetryBudget {
  let left = capacity;
  return {
    noteCall() {
      left = Math.min(capacity, left + perCall);
    },
    take() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
