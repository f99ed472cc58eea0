import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { ScriptRule } from '@outcrop/emulator';
import type { Logger } from 'outcrop';

export interface SampleTools {
  /** Traced, and talks to the emulator. */
  bedrock: BedrockRuntimeClient;
  logger: Logger;
}

/** One thing that real applications do with Bedrock: one file under `calls/`, one entry in `sample-calls.ts`. */
export interface SampleCall {
  /** What the emulator does beside its own answers. Each sample uses a model of its own, so rules do not meet. */
  rules: readonly ScriptRule[];
  run(tools: SampleTools): Promise<void>;
}

/** Rules carry the model's words percent-encoded. */
export function sayInstead(answer: string): string {
  return `answer=${encodeURIComponent(answer)}`;
}

/** What a caller does that shows the stream as it comes. */
export async function readToEnd(stream: AsyncIterable<unknown> | undefined): Promise<void> {
  if (!stream) return;
  const events = stream[Symbol.asyncIterator]();
  let isDone = false;
  while (!isDone) isDone = (await events.next()).done === true;
}
