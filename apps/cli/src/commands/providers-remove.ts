import type { Command } from '../command.ts';
import { confirm, yesOption } from '../confirm.ts';
import { describeOwner, getProvider } from '../find-providers.ts';

export const providersRemove: Command = {
  name: 'providers remove',
  summary: 'Remove a provider and its secrets',
  subject: 'NAME|ID',
  options: {
    project: { value: 'PROJECT', help: 'only among the providers that serve it' },
    yes: yesOption,
  },
  examples: ['providers remove trial', 'providers remove trial --yes'],
  async run(context) {
    const { client, input } = context;
    const provider = await getProvider(client, { wanted: input.subject, project: input.find('project') });
    await confirm(`Remove provider ${provider.name} (${describeOwner(provider)})?`, context);
    await client.deleteProvider(provider.id);
    return { text: `Removed provider ${provider.name}.`, json: { removed: provider } };
  },
};
