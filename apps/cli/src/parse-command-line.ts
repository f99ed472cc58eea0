import { parseArgs } from 'node:util';
import { usageError } from './cli-error.ts';
import type { Command, CommandInput } from './command.ts';

const everyCommandsOptions = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

export interface CommandLine {
  input: CommandInput;
  isJson: boolean;
  isHelp: boolean;
}

/** Throws a usage error that says what is missing or too much. */
export function parseCommandLine(command: Command, args: readonly string[]): CommandLine {
  const { values, positionals } = parse(command, args);
  const isHelp = values['help'] === true;
  if (!isHelp) check(command, values, positionals);
  const find = (option: string) => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    isHelp,
    isJson: values['json'] === true,
    input: {
      find,
      get: (option) => find(option) ?? '',
      list: (option) => (values[option] ?? []) as string[],
      has: (option) => values[option] === true,
      subject: positionals[0] ?? '',
    },
  };
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function parse(command: Command, args: readonly string[]): { values: Values; positionals: string[] } {
  const options = Object.entries(command.options).map(([name, { value, isRepeatable = false }]) => [
    name,
    { type: value === undefined ? 'boolean' : 'string', multiple: isRepeatable },
  ]);
  try {
    return parseArgs({
      args: [...args],
      options: { ...(Object.fromEntries(options) as object), ...everyCommandsOptions },
      allowPositionals: true,
    });
  } catch (error) {
    const said = (error as Error).message.replaceAll('\n', ' ');
    throw usageError(`${said.replace(/\.$/, '')}: see outcrop ${command.name} --help`);
  }
}

function check(command: Command, values: Values, positionals: readonly string[]): void {
  const missing = Object.entries(command.options)
    .filter(([name, { isRequired }]) => isRequired && !values[name])
    .map(([name, { value }]) => `--${name} ${value}`);
  if (command.subject !== undefined && !positionals[0]) missing.unshift(command.subject);
  if (missing.length > 0) {
    throw usageError(
      `${command.name} needs ${missing.join(', ')}, such as: outcrop ${command.examples[0] ?? command.name}`,
    );
  }
  const surplus = positionals[command.subject === undefined ? 0 : 1];
  if (surplus !== undefined) {
    throw usageError(
      `${command.name} does not take ${JSON.stringify(surplus)}: see outcrop ${command.name} --help`,
    );
  }
}
