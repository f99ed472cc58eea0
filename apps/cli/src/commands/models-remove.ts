import type { Command } from '../command.ts';
import { confirm, yesOption } from '../confirm.ts';
import { getCustomModel } from '../get-custom-model.ts';

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
    const model = getCustomModel(models, input.subject);
    await confirm(`Remove model ${model.name} (${model.model_id})?`, context);
    await client.deleteModel(model.id);
    return { text: `Removed model ${model.name}.`, json: { removed: model } };
  },
};
