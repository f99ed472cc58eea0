import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { readRecordings } from './recordings/read-recordings.ts';
import { readScriptFile } from './script/script.ts';
import { defaultBearerToken, defaultCredentials, startEmulator } from './start-emulator.ts';
import type { Emulator, EmulatorOptions } from './start-emulator.ts';

const defaultPort = 4311;

const usage = `Usage: outcrop-emulator [options]

Amazon Bedrock on loopback: the true wire, no AWS account.

  --port NUMBER    port to listen on; 0 takes any free one (default ${defaultPort})
  --host ADDRESS   address to listen on (default 127.0.0.1)
  --script FILE    JSON rules that slow, refuse or break answers
  --replay PATH    file or directory of recorded exchanges to serve
  --no-auth        take requests whatever their signature or token
  --version        print the version
  --help           print this

Documentation: README.md of @outcrop/emulator`;

interface CliOptions {
  options: EmulatorOptions;
  isHelp: boolean;
  isVersion: boolean;
}

/** Runs the command until SIGINT or SIGTERM. What goes wrong is said on stderr and in the exit code. */
export async function runCli(args: readonly string[]): Promise<void> {
  try {
    const { options, isHelp, isVersion } = parseCliOptions(args);
    if (isHelp) return console.log(usage);
    if (isVersion) return console.log(readVersion());
    const emulator = await startEmulator(options);
    console.log(describe(emulator, options));
    stopOnSignal(emulator);
  } catch (error) {
    console.error(`[outcrop-emulator] ${explain(error)}`);
    process.exitCode = 1;
  }
}

function parseCliOptions(args: readonly string[]): CliOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      script: { type: 'string' },
      replay: { type: 'string' },
      'no-auth': { type: 'boolean' },
      version: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  return {
    isHelp: values.help ?? false,
    isVersion: values.version ?? false,
    options: {
      port: parsePort(values.port ?? String(defaultPort)),
      host: values.host,
      script: values.script === undefined ? undefined : readScriptFile(values.script),
      replay: values.replay === undefined ? undefined : readRecordings(values.replay),
      verifyAuth: values['no-auth'] !== true,
    },
  };
}

function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d+$/u.test(value) && port <= 65_535) return port;
  throw new Error(`--port ${value} is no port: give a number from 0 to 65535.`);
}

function describe({ url }: Emulator, options: EmulatorOptions): string {
  const lines = [
    `Outcrop emulator ${readVersion()} listening on ${url}`,
    '',
    'In the shell of your app:',
    `  export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${url}`,
    `  export AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME=${url}`,
    `  export AWS_ENDPOINT_URL_STS=${url}`,
    '  export AWS_REGION=us-east-1',
    `  export AWS_ACCESS_KEY_ID=${defaultCredentials.accessKeyId}`,
    `  export AWS_SECRET_ACCESS_KEY=${defaultCredentials.secretAccessKey}`,
    'or, in place of the two keys:',
    `  export AWS_BEARER_TOKEN_BEDROCK=${defaultBearerToken}`,
  ];
  if (options.replay) lines.push('', `Replaying ${options.replay.length} recorded exchanges.`);
  if (options.script) lines.push('', `Following ${options.script.length} rules of the script.`);
  return lines.join('\n');
}

function stopOnSignal(emulator: Emulator): void {
  const stop = (): void => {
    void emulator.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function explain(error: unknown): string {
  const { code, message, port, address } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (code === 'EADDRINUSE') {
    return `port ${port} of ${address} is already in use: stop what listens there, or choose another with --port (0 takes any free one).`;
  }
  if (code === 'EACCES')
    return `port ${port} may not be used by this user: choose one above 1023 with --port.`;
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message}\n\n${usage}`;
  return message;
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
