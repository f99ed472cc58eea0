import type { ModelSummary } from '@outcrop/protocol';
import { CliError } from './cli-error.ts';
import { getNamed } from './find-named.ts';

/** The model added by hand that has the name or the id. Throws for one of the catalog, and when there is none. */
export function getCustomModel(
  models: readonly ModelSummary[],
  wanted: string,
): ModelSummary & { id: string } {
  const items = models.filter((model): model is ModelSummary & { id: string } => model.id !== null);
  const isOfCatalog = models.some(({ id, name }) => id === null && name === wanted);
  if (isOfCatalog && !items.some(({ name }) => name === wanted)) {
    throw new CliError(
      `${wanted} is of the catalog and cannot be changed or removed: a provider that is added with --no-default-models does not serve it.`,
      { code: 'model_of_catalog' },
    );
  }
  return getNamed({ kind: 'model', items, wanted, describe: ({ model_id }) => model_id });
}
