import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { defaultCredentials, startEmulator, type Emulator } from '@outcrop/emulator';
import { initLogger, wrapBedrockRuntime, type Logger } from 'outcrop';
import { ServerError } from '../server-error.ts';
import { claudeBodyStream } from './calls/claude-body-stream.ts';
import { failingCall } from './calls/failing-call.ts';
import { promptCache } from './calls/prompt-cache.ts';
import { reasoningStream } from './calls/reasoning-stream.ts';
import { throttledCall } from './calls/throttled-call.ts';
import { weatherAgent } from './calls/weather-agent.ts';
import type { SampleCall } from './sample-call.ts';
import { sampleProject } from './sample-project.ts';

const sampleCalls: readonly SampleCall[] = [
  failingCall,
  throttledCall,
  claudeBodyStream,
  reasoningStream,
  promptCache,
  weatherAgent,
];

export interface SampleCalls {
  /** Resolves when the spans of every call are stored; asked again meanwhile, it waits for the same calls. */
  run(): Promise<void>;
  close(): Promise<void>;
}

export interface SampleCallsOptions {
  /** Where this server listens, asked at each run. */
  findApiUrl: () => Promise<string | undefined>;
  createApiKey: () => string;
}

interface SampleRoom {
  emulator: Emulator;
  bedrock: BedrockRuntimeClient;
  logger: Logger;
}

/** Real calls of the AWS SDK, traced by our SDK and sent to this server over HTTP, against an emulator kept in memory. */
export function createSampleCalls({ findApiUrl, createApiKey }: SampleCallsOptions): SampleCalls {
  let room: Promise<SampleRoom> | undefined;
  let running: Promise<void> | undefined;

  async function openRoom(): Promise<SampleRoom> {
    const apiUrl = await findApiUrl();
    if (apiUrl === undefined) throw failure('the server does not listen on a port', undefined);
    const emulator = await startEmulator({ script: sampleCalls.flatMap(({ rules }) => rules) });
    const logger = initLogger({
      projectName: sampleProject,
      serviceName: 'outcrop-sample-calls',
      apiUrl,
      apiKey: createApiKey(),
      setCurrent: false,
    });
    const bedrock = new BedrockRuntimeClient({
      endpoint: emulator.url,
      region: 'us-east-1',
      credentials: defaultCredentials,
    });
    return { emulator, logger, bedrock: wrapBedrockRuntime(bedrock, { logger }) };
  }

  async function runAll(): Promise<void> {
    room ??= openRoom();
    try {
      const { emulator, ...tools } = await room;
      emulator.reset();
      await Promise.all(sampleCalls.map((call) => call.run(tools)));
      await tools.logger.flush();
      const { dropped, lastError } = tools.logger.getStatus();
      if (dropped > 0) throw new Error(`${dropped} spans were not taken: ${lastError}`);
    } catch (cause) {
      await closeRoom();
      throw failure(cause instanceof Error ? cause.message : String(cause), cause);
    }
  }

  async function closeRoom(): Promise<void> {
    const closing = room;
    room = undefined;
    // A room that could not be opened has nothing to close.
    const open = await closing?.catch(() => undefined);
    open?.bedrock.destroy();
    await open?.emulator.close();
  }

  return {
    run() {
      running ??= runAll().finally(() => {
        running = undefined;
      });
      return running;
    },
    close: closeRoom,
  };
}

function failure(reason: string, cause: unknown): ServerError {
  return new ServerError(`[outcrop] the sample calls could not be made: ${reason}`, {
    code: 'sample_calls_failed',
    statusCode: 500,
    cause,
  });
}
