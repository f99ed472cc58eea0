import type { ModelSummary } from '@outcrop/protocol';
import type { Command } from '../command.ts';
import { writeTable } from '../write-table.ts';

export const modelsList: Command = {
  name: 'models list',
  summary: 'List the models that clients may ask for, those added by hand first',
  options: {
    project: { value: 'PROJECT', help: 'only those that serve it' },
    search: { value: 'TEXT', help: 'only those with it in their name or id' },
    custom: { help: 'only those added by hand' },
  },
  examples: ['models list', 'models list --search claude', 'models list --project support --json'],
  async run({ client, input }) {
    const list = await client.listModels({ project: input.find('project') });
    const search = (input.find('search') ?? '').toLowerCase();
    const models = list.models.filter(
      ({ name, model_id, source }) =>
        `${name}\n${model_id}`.toLowerCase().includes(search) &&
        (!input.has('custom') || source === 'custom'),
    );
    return { text: writeModels(models, list.models.length), json: { models } };
  },
};

function writeModels(models: readonly ModelSummary[], total: number): string {
  if (total === 0) return 'There are no models yet: add a provider, see outcrop providers add --help';
  if (models.length === 0) return `None of ${total} models fits.`;
  return writeTable(
    ['NAME', 'FORMAT', 'CONTEXT', '$/M IN', '$/M OUT', 'PROVIDERS', 'SEEN', 'MODEL ID'],
    models.map(writeRow),
  );
}

function writeRow(model: ModelSummary): string[] {
  const { name, model_id, format, context_window, prices, provider_ids, is_available } = model;
  return [
    name,
    format,
    context_window === null ? '' : context_window.toLocaleString('en-US'),
    prices === null ? '' : String(prices.input),
    prices === null ? '' : String(prices.output),
    String(provider_ids.length),
    describeAvailability(is_available),
    model_id === name ? '' : model_id,
  ];
}

function describeAvailability(isAvailable: boolean | null): string {
  if (isAvailable === null) return '?';
  return isAvailable ? 'yes' : 'no';
}
