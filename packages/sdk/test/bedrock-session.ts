import type { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime';
import { BedrockRuntimeClient, type BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';
import { defaultCredentials, startEmulator, type Emulator, type EmulatorOptions } from '@outcrop/emulator';
import { initLogger, wrapBedrockRuntime } from '../src/index.ts';
import type { LoggerOptions } from '../src/settings.ts';
import { runtime } from '../src/tracer/runtime.ts';
import { Collector } from './collector.ts';

export interface ClientOptions extends BedrockRuntimeClientConfig {
  /** What the emulator shall do to every request. */
  directives?: string;
}

/** The emulator, a collector of spans and a logger between them. */
export class BedrockSession {
  readonly emulator: Emulator;
  readonly collector: Collector;
  readonly #clients: BedrockRuntimeClient[] = [];

  private constructor(emulator: Emulator, collector: Collector) {
    this.emulator = emulator;
    this.collector = collector;
  }

  static async start(options: EmulatorOptions = {}, logger: LoggerOptions = {}): Promise<BedrockSession> {
    const [emulator, collector] = await Promise.all([startEmulator(options), Collector.start()]);
    initLogger({ projectName: 'test', apiKey: 'k', apiUrl: collector.url, ...logger });
    return new BedrockSession(emulator, collector);
  }

  createPlainClient({ directives, ...config }: ClientOptions = {}): BedrockRuntimeClient {
    const client = new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: this.emulator.url,
      credentials: defaultCredentials,
      ...config,
    });
    if (directives !== undefined) addDirectives(client, directives);
    this.#clients.push(client);
    return client;
  }

  createClient(options: ClientOptions = {}): BedrockRuntimeClient {
    return wrapBedrockRuntime(this.createPlainClient(options));
  }

  async close(): Promise<void> {
    runtime.currentLogger = undefined;
    for (const client of this.#clients) client.destroy();
    await Promise.all([this.emulator.close(), this.collector.close()]);
  }
}

/** Has the emulator do to every request of the client what the directives say. */
export function addDirectives(
  { middlewareStack }: BedrockRuntimeClient | BedrockAgentRuntimeClient,
  directives: string,
): void {
  (middlewareStack as BedrockRuntimeClient['middlewareStack']).add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers['x-outcrop-emulator'] = directives;
      return next(args);
    },
    { step: 'build' },
  );
}
