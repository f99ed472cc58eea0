import type { ModelSummary } from '@outcrop/protocol';
import { CliError } from '../cli-error.ts';
import type { Command } from '../command.ts';
import { confirm, yesOption } from '../confirm.ts';
import { getNamed } from '../find-named.ts';

export const modelsRemove: Command = {
  name: 'models remove',
  summary: 'Remove a model that was added by hand',
  subject: 'NAME|ID',
  options: {
    project: { value: 'PROJECT', help: 'only among the models that serve it' },
    yes: yesOption,
  },
  examples: ['models remove support-bot', 'models remove support-bot --yes'],
  async run(context) {
    const { client, input } = context;
    const { models } = await client.listModels({ project: input.find('project') });
    const model = getCustom(models, input.subject);
    await confirm(`Remove model ${model.name} (${model.model_id})?`, context);
    await client.deleteModel(model.id);
    return { text: `Removed model ${model.name}.`, json: { removed: model } };
  },
};

function getCustom(models: readonly ModelSummary[], wanted: string): ModelSummary & { id: string } {
  const items = models.filter((model): model is ModelSummary & { id: string } => model.id !== null);
  const isOfCatalog = models.some(({ id, name }) => id === null && name === wanted);
  if (isOfCatalog && !items.some(({ name }) => name === wanted)) {
    throw new CliError(
      `${wanted} is of the catalog and cannot be removed: a provider that is added with --no-default-models does not serve it.`,
      { code: 'model_of_catalog' },
    );
  }
  return getNamed({ kind: 'model', items, wanted, describe: ({ model_id }) => model_id });
}
