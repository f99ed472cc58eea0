import { GatewayError, type PricedModel } from '@outcrop/gateway';
import type { TargetFinder } from '../models/create-target-finder.ts';

/** What a name of the project's costs, where that is known at once: an alias costs what the model behind it does. */
export function findPricedModel(
  targetFinder: Pick<TargetFinder, 'findTargets'>,
  project: string,
  model: string,
): PricedModel | undefined {
  try {
    const targets = targetFinder.findTargets(project, model);
    if (targets instanceof Promise) {
      targets.catch(() => undefined);
      return undefined;
    }
    const [first] = targets;
    return first && { model: first.knownModelId, region: first.provider.endpoint.region };
  } catch (error) {
    // Whoever calls the model says what is wrong with its name.
    if (error instanceof GatewayError) return undefined;
    throw error;
  }
}
