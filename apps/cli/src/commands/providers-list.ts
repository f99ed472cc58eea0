import type { ProviderSummary } from '@outcrop/protocol';
import type { Command } from '../command.ts';
import { writeTable } from '../write-table.ts';

export const providersList: Command = {
  name: 'providers list',
  summary: 'List providers in the order in which they are tried',
  options: {
    project: { value: 'PROJECT', help: 'only those that serve it: its own and those of every project' },
  },
  examples: ['providers list', 'providers list --project support --json'],
  async run({ client, input }) {
    const list = await client.listProviders({ project: input.find('project') });
    const { providers } = list;
    const text =
      providers.length === 0
        ? 'There are no providers yet: see outcrop providers add --help'
        : writeTable(
            ['NAME', 'PROJECT', 'REGION', 'AUTH', 'PRIORITY', 'WEIGHT', 'API BASE', 'STATE', 'ID'],
            providers.map(writeRow),
          );
    return { text, json: list };
  },
};

function writeRow(provider: ProviderSummary): string[] {
  const { id, name, project, region, auth, priority, weight, api_base } = provider;
  return [
    name,
    project ?? '(every)',
    region,
    auth.type,
    String(priority),
    String(weight),
    api_base ?? '',
    describeState(provider),
    id,
  ];
}

function describeState({ is_enabled, problem, auth }: ProviderSummary): string {
  if (problem !== null) return problem.replace('[outcrop] ', '');
  if (!is_enabled) return 'off';
  if (auth.type !== 'api_key' || auth.expires_at === null) return 'on';
  const hasExpired = auth.expires_at <= Date.now() * 1000;
  return `${hasExpired ? 'key expired' : 'key expires'} ${new Date(auth.expires_at / 1000).toISOString()}`;
}
