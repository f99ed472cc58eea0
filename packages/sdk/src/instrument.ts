import { hookAnthropic } from './instrumentation/anthropic/hook-anthropic.ts';
import { hookClient } from './instrumentation/aws-sdk/hook-client.ts';
import { hookOpenAI } from './instrumentation/openai/hook-openai.ts';
import { reportOnce } from './report.ts';

/** By package: what traces the classes of one of its modules. */
const instrumentations: Readonly<Record<string, (exports: unknown) => void>> = {
  '@anthropic-ai/sdk': hookAnthropic,
  '@aws-sdk/client-bedrock-runtime': hookClient,
  '@aws-sdk/client-bedrock-agent-runtime': hookClient,
  openai: hookOpenAI,
};

/**
 * Traces the classes of a client library's module. Called by the code that the bundler plugins put into a bundle, and
 * harmless to call again. Never throws.
 */
export function instrument(packageName: string, exports: unknown): void {
  const instrumentation = instrumentations[packageName];
  if (instrumentation) instrumentation(exports);
  else reportOnce(`${packageName} is not traced: the bundler plugin is newer than outcrop itself.`);
}
