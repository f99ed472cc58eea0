import type { ConnectionStep, ConnectionTest } from '@outcrop/protocol';
import type { Command } from '../command.ts';
import { getProvider } from '../find-providers.ts';

export const providersTest: Command = {
  name: 'providers test',
  summary: 'Walk from a provider’s credentials to a model’s answer, and say where the way ends',
  subject: 'NAME|ID',
  options: { project: { value: 'PROJECT', help: 'only among the providers that serve it' } },
  examples: ['providers test production'],
  async run({ client, input }) {
    const { id, name } = await getProvider(client, {
      wanted: input.subject,
      project: input.find('project'),
    });
    const test = await client.testProvider(id);
    return { text: describe(name, test), json: test, isFailure: !test.is_connected };
  },
};

function describe(name: string, { is_connected, steps }: ConnectionTest): string {
  const end = is_connected ? `${name} is connected.` : `${name} is not connected.`;
  return [...steps.flatMap(describeStep), end].join('\n');
}

const marks: Record<ConnectionStep['status'], string> = { passed: '✓', failed: '✗', skipped: '–' };

function describeStep({ name, status, message, error, duration_ms }: ConnectionStep): string[] {
  const time = status === 'skipped' ? '' : ` (${duration_ms} ms)`;
  const indent = ' '.repeat(15);
  const lines = [`${marks[status]} ${name.padEnd(12)} ${message}${time}`];
  if (error) {
    const from = error.status === null ? error.type : `${error.type}, HTTP ${error.status}`;
    lines.push(`${indent}${from}`, `${indent}${error.way_out}`);
  }
  return lines;
}
