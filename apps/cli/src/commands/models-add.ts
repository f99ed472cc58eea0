import { modelFormatNames } from '@outcrop/protocol';
import type { Command, CommandContext } from '../command.ts';
import { getProvider } from '../find-providers.ts';
import { findChoice } from '../parse-value.ts';

export const modelsAdd: Command = {
  name: 'models add',
  summary: 'Give a model id or ARN a name that clients may ask for',
  options: {
    name: { value: 'NAME', isRequired: true, help: 'what clients call it' },
    'model-id': { value: 'ID|ARN', isRequired: true, help: 'Bedrock’s id, or an ARN of any kind' },
    format: {
      value: modelFormatNames.join('|'),
      help: 'how Bedrock is asked; by the id or the model behind the ARN unless given',
    },
    project: { value: 'PROJECT', help: 'only for this project; else for every project' },
    provider: { value: 'NAME|ID', help: 'only through this provider' },
  },
  examples: [
    'models add --name support-bot --model-id arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6',
    'models add --name fast --model-id us.amazon.nova-lite-v1:0 --project support --provider production',
  ],
  async run(context) {
    const { client, input } = context;
    const model_id = input.get('model-id');
    const provider_id = await findProviderId(context);
    const given = findChoice(input, 'format', modelFormatNames);
    const { format, reason } = given
      ? { format: given, reason: 'as given' }
      : await client.getModelFormat({ model_id, provider_id: provider_id ?? undefined });
    const model = await client.createModel({
      name: input.get('name'),
      model_id,
      format,
      project: input.find('project') ?? null,
      provider_id,
    });
    const lines = [`Added model ${model.name}, format ${format}: ${reason}.`];
    if (model.provider_ids.length === 0) {
      lines.push('No provider serves it yet: see outcrop providers add --help');
    }
    return { text: lines.join('\n'), json: model };
  },
};

async function findProviderId({ client, input }: CommandContext): Promise<string | null> {
  const wanted = input.find('provider');
  if (wanted === undefined) return null;
  return (await getProvider(client, { wanted, project: input.find('project') })).id;
}
