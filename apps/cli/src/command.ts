import type { ApiClient } from '@outcrop/api-client';
import type { Readable, Writable } from 'node:stream';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command has of the process that runs it. */
export interface Terminal {
  environment: Environment;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable;
  stderr: Writable;
}

export interface CommandOption {
  /** What stands for its value in the help; absent for a switch. */
  value?: string;
  /** May be given several times. */
  isRepeatable?: boolean;
  isRequired?: boolean;
  help: string;
}

/** What was given on the command line. */
export interface CommandInput {
  /** Of options that take a value. */
  find(option: string): string | undefined;
  /** Of one that is required. */
  get(option: string): string;
  list(option: string): readonly string[];
  has(option: string): boolean;
  /** The one argument that is no option, of a command that has one. */
  subject: string;
}

export interface CommandContext {
  input: CommandInput;
  client: ApiClient;
  terminal: Terminal;
}

/** What a command has to say: as text for people, and as it is for programs (`--json`). */
export interface CommandResult {
  text: string;
  json: unknown;
  /** The command was carried out, and what it found is a failure. */
  isFailure?: boolean;
}

export interface Command {
  /** Such as `providers add`. */
  name: string;
  summary: string;
  /** The one argument it takes besides options, such as `NAME`. */
  subject?: string;
  options: Readonly<Record<string, CommandOption>>;
  /** Arguments that follow `outcrop`. */
  examples: readonly string[];
  run(context: CommandContext): Promise<CommandResult>;
}
