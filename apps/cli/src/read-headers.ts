import { usageError } from './cli-error.ts';
import type { CommandContext, CommandOption } from './command.ts';
import { readSecret, secretSource } from './read-secret.ts';

export const headerOption: CommandOption = {
  value: `HEADER=${secretSource}`,
  isRepeatable: true,
  help: 'add a header to every request, and where its value is',
};

/** What `--header-from` gives. */
export async function readHeaders({ input, terminal }: CommandContext): Promise<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const given of input.list('header-from')) {
    const [, name, source] = /^([^=]+)=(.*)$/s.exec(given) ?? [];
    if (name === undefined || source === undefined) {
      throw usageError('--header-from takes a name and a place, such as --header-from x-tenant=env:TENANT');
    }
    headers[name] = await readSecret(`--header-from ${name}`, source, terminal);
  }
  return headers;
}
