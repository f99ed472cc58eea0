import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { usageError } from './cli-error.ts';
import type { Terminal } from './command.ts';

/** How a secret is named on the command line, which every user of the machine can read. */
export const secretSource = 'env:NAME|file:PATH|-';

/** Reads a secret from where it is said to be. Never repeats what it read, nor a source that may be the secret itself. */
export async function readSecret(
  option: string,
  source: string,
  { environment, stdin }: Terminal,
): Promise<string> {
  const secret = (await read(option, source, { environment, stdin })).trim();
  if (secret !== '') return secret;
  throw usageError(`${option}: there is nothing in ${source === '-' ? 'the standard input' : source}.`);
}

async function read(
  option: string,
  source: string,
  { environment, stdin }: Pick<Terminal, 'environment' | 'stdin'>,
): Promise<string> {
  if (source === '-') return text(stdin);
  if (source.startsWith('env:')) return environment[source.slice('env:'.length)] ?? '';
  if (source.startsWith('file:')) return readFile(option, source.slice('file:'.length));
  throw usageError(
    `${option} does not take the secret itself, which other users of this machine could read: give env:NAME, ` +
      'file:PATH, or - for the standard input.',
  );
}

function readFile(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw usageError(`${option}: ${path} cannot be read (${code}).`);
  }
}
