import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { startEmulator, type Emulator } from '@outcrop/emulator';
import { Collector, type CollectedSpan } from './collector.ts';
import { installPackage } from './install-package.ts';

const run = promisify(execFile);

/** Runs the apps of `test/apps` as processes of their own, against an emulator, and keeps the spans they send. */
export class AppRunner {
  readonly directory: string;
  readonly emulator: Emulator;
  readonly collector: Collector;

  private constructor(parts: { directory: string; emulator: Emulator; collector: Collector }) {
    this.directory = parts.directory;
    this.emulator = parts.emulator;
    this.collector = parts.collector;
  }

  static async start(): Promise<AppRunner> {
    const directory = installPackage();
    return new AppRunner({ directory, emulator: await startEmulator(), collector: await Collector.start() });
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      NODE_NO_WARNINGS: '1',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: this.emulator.url,
      AWS_ACCESS_KEY_ID: 'AKIDEMULATOR',
      AWS_SECRET_ACCESS_KEY: 'emulator-secret',
      OUTCROP_API_KEY: 'apps-key',
      OUTCROP_API_URL: this.collector.url,
    };
  }

  async run(...args: string[]): Promise<{ stdout: string; stderr: string }> {
    return this.runWith(process.execPath, ...args);
  }

  async runWith(program: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
    return run(program, args, { cwd: this.directory, env: this.environment });
  }

  async close(): Promise<void> {
    await Promise.all([this.emulator.close(), this.collector.close()]);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** What must be the same however the app is built: everything but ids and times. */
export function describeSpan(span: CollectedSpan): object {
  const { name, type, input, output, error, project } = span;
  const { request_id: requestId, ...metadata } = span.metadata;
  const { time_to_first_token: firstToken, latency_ms: latency, ...metrics } = span.metrics;
  return {
    name,
    type,
    project,
    input,
    output: JSON.stringify(output)?.replaceAll(/msg_bdrk_\w+/g, 'msg'),
    metadata,
    metrics,
    hasFirstToken: firstToken !== undefined,
    hasLatency: latency !== undefined,
    hasRequestId: requestId !== undefined,
    error: error && { ...error, stack: undefined },
    isChild: span.parentSpanId !== undefined,
  };
}
