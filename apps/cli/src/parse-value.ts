import { usageError } from './cli-error.ts';
import type { CommandInput } from './command.ts';

/** The value of an option that takes one of a few words; undefined when it is not given. */
export function findChoice<Choice extends string>(
  input: CommandInput,
  option: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = input.find(option);
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found) return found;
  throw usageError(`--${option} ${JSON.stringify(value)} is unknown: it takes ${choices.join(', ')}.`);
}

/** The value of an option that takes a number; its range is the server's to judge. */
export function findNumber(input: CommandInput, option: string): number | undefined {
  const value = input.find(option);
  if (value === undefined) return undefined;
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  throw usageError(`--${option} ${JSON.stringify(value)} is no number.`);
}
