import type { ProviderAuth, ProviderAuthInput, ProviderInput } from '@outcrop/protocol';
import { usageError } from '../cli-error.ts';
import type { Command, CommandContext } from '../command.ts';
import { describeOwner, getProvider } from '../find-providers.ts';
import { findChoice, findNumber } from '../parse-value.ts';
import { authOptions, readAuth } from '../read-auth.ts';
import { headerOption, readHeaders } from '../read-headers.ts';

const httpVersions = ['auto', '1.1', '2'] as const;
const switches = ['on', 'off'] as const;

export const providersUpdate: Command = {
  name: 'providers update',
  summary: 'Change a provider, or replace its secret; what is not given stays as it was',
  subject: 'NAME|ID',
  options: {
    project: { value: 'PROJECT', help: 'only among the providers that serve it' },
    name: { value: 'NAME', help: 'what you are to call it' },
    region: { value: 'REGION', help: 'such as eu-central-1' },
    ...authOptions,
    auth: { ...authOptions.auth, isRequired: false, help: 'how it authenticates; as before unless given' },
    'api-base': { value: 'URL|none', help: 'in place of AWS’s hosts; none for AWS’s own' },
    'http-version': { value: httpVersions.join('|'), help: 'to Bedrock' },
    priority: { value: 'NUMBER', help: 'lower is tried first' },
    weight: { value: 'NUMBER', help: 'share of the calls among those of one priority' },
    'header-from': { ...headerOption, help: 'in place of all headers that it had' },
    'default-models': { value: switches.join('|'), help: 'whether it serves the catalog’s models' },
    enabled: { value: switches.join('|'), help: 'whether it is used' },
  },
  examples: [
    'providers update trial --secret-from env:AWS_BEARER_TOKEN_BEDROCK',
    'providers update eu --priority 1 --enabled off',
  ],
  async run(context) {
    const { client, input } = context;
    const found = await getProvider(client, { wanted: input.subject, project: input.find('project') });
    const changes = await readChanges(context, found.auth);
    if (Object.keys(changes).length === 0) throw usageError('say what is to change, such as --priority 1.');
    const provider = await client.updateProvider(found.id, changes);
    return { text: `Changed provider ${provider.name} (${describeOwner(provider)}).`, json: provider };
  },
};

async function readChanges(context: CommandContext, before: ProviderAuth): Promise<Partial<ProviderInput>> {
  const { input } = context;
  const apiBase = input.find('api-base');
  const changes: Partial<ProviderInput> = {
    name: input.find('name'),
    region: input.find('region'),
    api_base: apiBase === 'none' ? null : apiBase,
    http_version: findChoice(input, 'http-version', httpVersions),
    priority: findNumber(input, 'priority'),
    weight: findNumber(input, 'weight'),
    include_default_models: findSwitch(context, 'default-models'),
    is_enabled: findSwitch(context, 'enabled'),
    headers: input.list('header-from').length > 0 ? await readHeaders(context) : undefined,
    auth: await findAuth(context, before),
  };
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}

function findSwitch({ input }: CommandContext, option: string): boolean | undefined {
  const value = findChoice(input, option, switches);
  return value === undefined ? undefined : value === 'on';
}

/** A secret alone is one of the way in which the provider authenticates already. */
async function findAuth(
  context: CommandContext,
  before: ProviderAuth,
): Promise<ProviderAuthInput | undefined> {
  const { input } = context;
  if (!Object.keys(authOptions).some((option) => input.find(option) !== undefined)) return undefined;
  const known: Record<string, string | undefined> = {
    auth: before.type,
    ...(before.type === 'iam_credentials' && { 'access-key-id': before.access_key_id }),
  };
  const isSameType = (input.find('auth') ?? before.type) === before.type;
  const find = (option: string): string | undefined =>
    input.find(option) ?? (isSameType ? known[option] : undefined);
  return readAuth({ ...context, input: { ...input, find, get: (option) => find(option) ?? '' } });
}
