import type { CoolDowns } from './cool-downs.ts';
import type { Target } from './target.ts';

export interface OrderOptions {
  coolDowns: CoolDowns;
  /** Between 0 and 1. */
  random: () => number;
}

/** By priority, within one at random by weight; those that cool down come last, the one that is ready first before the others. */
export function orderTargets(
  targets: readonly Target[],
  { coolDowns, random }: OrderOptions,
): readonly Target[] {
  if (targets.length < 2) return targets;
  const placed = targets.map((target) => ({
    target,
    readyAt: coolDowns.findReadyAt(target),
    // The smallest of exponential times is target i with the probability of its share of the weights.
    place: -Math.log(1 - random()) / target.weight,
  }));
  placed.sort(
    (left, right) =>
      left.readyAt - right.readyAt ||
      left.target.priority - right.target.priority ||
      left.place - right.place,
  );
  return placed.map(({ target }) => target);
}
