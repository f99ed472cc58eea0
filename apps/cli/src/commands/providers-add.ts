import type { ProviderInput, ProviderSummary } from '@outcrop/protocol';
import type { Command, CommandContext } from '../command.ts';
import { describeOwner } from '../find-providers.ts';
import { findChoice, findNumber } from '../parse-value.ts';
import { authOptions, readAuth } from '../read-auth.ts';
import { headerOption, readHeaders } from '../read-headers.ts';

const httpVersions = ['auto', '1.1', '2'] as const;

export const providersAdd: Command = {
  name: 'providers add',
  summary: 'Add an AWS account in one Region, whose models the gateway serves',
  options: {
    name: { value: 'NAME', isRequired: true, help: 'what you call it' },
    region: { value: 'REGION', isRequired: true, help: 'such as eu-central-1' },
    ...authOptions,
    project: { value: 'PROJECT', help: 'only for this project; else for every project' },
    'api-base': { value: 'URL', help: 'in place of AWS’s hosts: a VPC endpoint, a proxy, the emulator' },
    'http-version': { value: httpVersions.join('|'), help: 'to Bedrock' },
    priority: { value: 'NUMBER', help: 'lower is tried first (default 0)' },
    weight: { value: 'NUMBER', help: 'share of the calls among those of one priority (default 1)' },
    'header-from': headerOption,
    'no-default-models': { help: 'serve only models that are added by hand, not the catalog’s' },
  },
  examples: [
    'providers add --name production --region us-east-1 --auth server_credentials',
    'providers add --name trial --region us-east-1 --auth api_key --secret-from env:AWS_BEARER_TOKEN_BEDROCK',
    'providers add --name eu --region eu-central-1 --auth assume_role --role-arn arn:aws:iam::123456789012:role/outcrop-bedrock',
    'providers add --name keys --region us-east-1 --auth iam_credentials --access-key-id AKIA… --secret-from file:secret.txt',
  ],
  async run(context) {
    const provider = await context.client.createProvider(await readInput(context));
    return { text: describe(provider), json: provider };
  },
};

async function readInput(context: CommandContext): Promise<ProviderInput> {
  const { input } = context;
  return {
    name: input.get('name'),
    region: input.get('region'),
    project: input.find('project') ?? null,
    api_base: input.find('api-base') ?? null,
    http_version: findChoice(input, 'http-version', httpVersions),
    priority: findNumber(input, 'priority'),
    weight: findNumber(input, 'weight'),
    include_default_models: !input.has('no-default-models'),
    headers: await readHeaders(context),
    auth: await readAuth(context),
  };
}

function describe(provider: ProviderSummary): string {
  const { name, auth } = provider;
  const lines = [`Added provider ${name} (${describeOwner(provider)}).`];
  if (auth.type === 'assume_role') {
    lines.push(`The role’s trust policy has to ask for the external id ${auth.external_id}`);
  }
  const word = /^[\w.@-]+$/.test(name) ? name : JSON.stringify(name);
  return [...lines, `Test it: outcrop providers test ${word}`].join('\n');
}
