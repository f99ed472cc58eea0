import type { Target } from './target.ts';

const firstMs = 1000;
const longestMs = 60_000;
const maxRemembered = 10_000;

export interface CoolDowns {
  /** Milliseconds since the Unix epoch; 0 when the target may be asked now. */
  findReadyAt(target: Target): number;
  /** Each failure in a row doubles the pause, unless Bedrock says itself how long it is to be. */
  noteFailure(target: Target, retryAfterSeconds: number | undefined): void;
  noteSuccess(target: Target): void;
}

/** Which models of which providers are not to be asked for a while, because they lately failed. */
export function createCoolDowns(now: () => number): CoolDowns {
  const failing = new Map<string, { failures: number; readyAt: number }>();
  return {
    findReadyAt(target) {
      if (failing.size === 0) return 0;
      const readyAt = failing.get(nameOf(target))?.readyAt ?? 0;
      return readyAt > now() ? readyAt : 0;
    },
    noteFailure(target, retryAfterSeconds) {
      const name = nameOf(target);
      const known = failing.get(name);
      // Calls that ran at the same time fail together, which is one failure.
      const failures = known === undefined ? 1 : known.readyAt > now() ? known.failures : known.failures + 1;
      const pauseMs =
        retryAfterSeconds === undefined
          ? firstMs * 2 ** Math.min(failures - 1, 10)
          : retryAfterSeconds * 1000;
      const readyAt = Math.max(known?.readyAt ?? 0, now() + Math.min(pauseMs, longestMs));
      failing.delete(name);
      failing.set(name, { failures, readyAt });
      const oldest = failing.keys().next();
      if (failing.size > maxRemembered && !oldest.done) failing.delete(oldest.value);
    },
    noteSuccess(target) {
      if (failing.size > 0) failing.delete(nameOf(target));
    },
  };
}

function nameOf({ provider, modelId }: Target): string {
  return `${provider.id} ${modelId}`;
}
