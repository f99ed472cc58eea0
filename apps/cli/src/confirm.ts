import { createInterface } from 'node:readline/promises';
import { CliError, usageError } from './cli-error.ts';
import type { CommandContext, CommandOption } from './command.ts';

export const yesOption: CommandOption = { help: 'do not ask first' };

/** Asks before what cannot be undone. Throws unless the answer is yes. */
export async function confirm(
  question: string,
  { input, terminal }: Pick<CommandContext, 'input' | 'terminal'>,
): Promise<void> {
  if (input.has('yes')) return;
  const { stdin, stderr } = terminal;
  if (!stdin.isTTY) throw usageError(`${question} Nobody is there to be asked: add --yes.`);
  const prompt = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await prompt.question(`${question} [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    prompt.close();
  }
  throw new CliError('nothing was removed.', { code: 'not_confirmed' });
}
