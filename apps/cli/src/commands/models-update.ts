import { modelFormatNames, type ModelInput } from '@outcrop/protocol';
import { usageError } from '../cli-error.ts';
import type { Command, CommandContext } from '../command.ts';
import { getProvider } from '../find-providers.ts';
import { getCustomModel } from '../get-custom-model.ts';
import { findChoice } from '../parse-value.ts';

export const modelsUpdate: Command = {
  name: 'models update',
  summary: 'Change a model that was added by hand',
  subject: 'NAME|ID',
  options: {
    project: { value: 'PROJECT', help: 'only among the models that serve it' },
    name: { value: 'NAME', help: 'what clients are to call it' },
    'model-id': { value: 'ID|ARN', help: 'Bedrock’s id, or an ARN of any kind' },
    format: {
      value: modelFormatNames.join('|'),
      help: 'how Bedrock is asked; with a new id the one that fits it, unless given',
    },
    provider: { value: 'NAME|ID', help: 'only through this provider' },
    'every-provider': { help: 'through every provider of its project' },
  },
  examples: [
    'models update support-bot --model-id us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'models update support-bot --name helpdesk-bot --provider production',
  ],
  async run(context) {
    const { client, input } = context;
    const { models } = await client.listModels({ project: input.find('project') });
    const { id, name } = getCustomModel(models, input.subject);
    const changes = await readChanges(context);
    if (Object.keys(changes).length === 0) throw usageError('say what is to change, such as --name NAME.');
    const model = await client.updateModel(id, changes);
    return {
      text: `Changed model ${name}: ${model.name} is ${model.model_id}, ${model.format}.`,
      json: model,
    };
  },
};

async function readChanges(context: CommandContext): Promise<Partial<ModelInput>> {
  const { input } = context;
  const name = input.find('name');
  const provider_id = await findProviderId(context);
  const model_id = input.find('model-id');
  const format = findChoice(input, 'format', modelFormatNames) ?? (await findFormat(context, provider_id));
  return {
    ...(name !== undefined && { name }),
    ...(model_id !== undefined && { model_id }),
    ...(format !== undefined && { format }),
    ...(provider_id !== undefined && { provider_id }),
  };
}

/** Of a new id. */
async function findFormat({ client, input }: CommandContext, providerId: string | null | undefined) {
  const model_id = input.find('model-id');
  if (model_id === undefined) return undefined;
  return (await client.getModelFormat({ model_id, provider_id: providerId ?? undefined })).format;
}

async function findProviderId({ client, input }: CommandContext): Promise<string | null | undefined> {
  const wanted = input.find('provider');
  if (input.has('every-provider')) {
    if (wanted !== undefined) throw usageError('--provider and --every-provider say different things.');
    return null;
  }
  if (wanted === undefined) return undefined;
  return (await getProvider(client, { wanted, project: input.find('project') })).id;
}
