import { ApiError, createApiClient } from '@outcrop/api-client';
import { OutcropError } from '@outcrop/protocol';
import { CliError, exitCodes, usageError } from './cli-error.ts';
import type { Command, Environment, Terminal } from './command.ts';
import { commands } from './commands/registry.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { writeCommandHelp, writeOverview } from './write-help.ts';

const defaultUrl = 'http://127.0.0.1:4310';

/** Runs one command; resolves to the exit code. What goes wrong is said on stderr. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await run(args, terminal);
  } catch (error) {
    if (!OutcropError.is(error)) throw error;
    terminal.stderr.write(`${error.message}${findWayOut(error, terminal.environment)}\n`);
    return error instanceof CliError ? error.exitCode : exitCodes.failure;
  }
}

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const words = takeWords(args);
  const command = commands.find(({ name }) => name === words.slice(0, 2).join(' '));
  if (!command) return runOverview(words, args, terminal);
  const { input, isJson, isHelp } = parseCommandLine(command, args.slice(2));
  if (isHelp) {
    terminal.stdout.write(`${writeCommandHelp(command)}\n`);
    return exitCodes.success;
  }
  const client = createApiClient(readServer(terminal.environment));
  const { text, json, isFailure } = await command.run({ input, client, terminal });
  terminal.stdout.write(`${isJson ? JSON.stringify(json, null, 2) : text}\n`);
  return isFailure ? exitCodes.failure : exitCodes.success;
}

/** A command's name comes before everything else. */
function takeWords(args: readonly string[]): readonly string[] {
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  return firstOption === -1 ? args : args.slice(0, firstOption);
}

function runOverview(words: readonly string[], args: readonly string[], terminal: Terminal): number {
  const [group, verb] = words;
  const ofGroup = commands.filter(({ name }) => name.startsWith(`${group} `));
  const asksForHelp = args.some((arg) => arg === '--help' || arg === '-h') || group === 'help';
  if (group !== undefined && group !== 'help' && (ofGroup.length === 0 || verb !== undefined)) {
    throw usageError(
      `there is no command ${JSON.stringify(words.slice(0, 2).join(' '))}: there are ${listNames(ofGroup)}`,
    );
  }
  const text = `${writeOverview(ofGroup.length > 0 ? ofGroup : commands)}\n`;
  if (asksForHelp) terminal.stdout.write(text);
  else terminal.stderr.write(text);
  return asksForHelp ? exitCodes.success : exitCodes.usage;
}

function listNames(ofGroup: readonly Command[]): string {
  return (ofGroup.length > 0 ? ofGroup : commands).map(({ name }) => name).join(', ');
}

function readServer(environment: Environment): { baseUrl: string; apiKey: string } {
  const baseUrl = environment['OUTCROP_API_URL'] || defaultUrl;
  const apiKey = environment['OUTCROP_API_KEY'];
  if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    throw usageError(`OUTCROP_API_URL is no URL: it takes one such as ${defaultUrl}.`);
  }
  if (apiKey && /^[\x21-\x7e]+$/.test(apiKey)) return { baseUrl, apiKey };
  throw usageError(
    apiKey
      ? 'OUTCROP_API_KEY holds spaces or characters outside ASCII: it takes a key as the server printed it.'
      : 'OUTCROP_API_KEY is not set: the first start of the server prints a key, and the page makes others under API keys.',
  );
}

/** What the server's own words leave open: what this program can be told. */
function findWayOut(error: OutcropError, environment: Environment): string {
  if (error.code === 'unreachable') {
    return environment['OUTCROP_API_URL']
      ? ' OUTCROP_API_URL says where.'
      : ' Start it with npm start, or say in OUTCROP_API_URL where it is.';
  }
  return error instanceof ApiError && error.status === 401 ? ' The key is the one in OUTCROP_API_KEY.' : '';
}
