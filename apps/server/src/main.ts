import { OutcropError } from '@outcrop/protocol';
import { readConfig } from './config.ts';
import { productVersion } from './product-version.ts';
import { startServer } from './start-server.ts';
import { buildStartupMessage } from './startup-message.ts';
import { stopOnSignal } from './stop-on-signal.ts';

try {
  const config = readConfig(process.env);
  const server = await startServer(config, process.stderr);
  stopOnSignal(server, config.drainMs);
  const { dataDirectory } = config;
  process.stdout.write(buildStartupMessage({ server, dataDirectory, version: productVersion }));
} catch (error) {
  process.stderr.write(OutcropError.is(error) ? `${error.message}\n` : `${describeUnexpected(error)}\n`);
  process.exitCode = 1;
}

function describeUnexpected(error: unknown): string {
  return `[outcrop] the server could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
