import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';

import { defaultCredentials, scriptHeader } from '../src/index.ts';
import type { Emulator } from '../src/index.ts';

export interface BedrockClientOptions extends Pick<
  BedrockRuntimeClientConfig,
  'requestHandler' | 'credentials' | 'token' | 'authSchemePreference' | 'maxAttempts'
> {
  /** Directives for every request. */
  script?: string;
  /** Other headers for every request. */
  headers?: Record<string, string>;
}

/** The real AWS SDK, pointed at the emulator. */
export function createBedrockClient(
  emulator: Pick<Emulator, 'url'>,
  { script, headers, ...config }: BedrockClientOptions = {},
): BedrockRuntimeClient {
  const client = new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: emulator.url,
    credentials: defaultCredentials,
    maxAttempts: 1,
    ...config,
  });
  const added = { ...headers, ...(script === undefined ? {} : { [scriptHeader]: script }) };
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign((args.request as { headers: Record<string, string> }).headers, added);
      return next(args);
    },
    { step: 'build', name: 'addTestHeaders' },
  );
  return client;
}

/** Everything a stream yields. */
export async function collect<Item>(stream: AsyncIterable<Item> | undefined): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of stream ?? []) items.push(item);
  return items;
}

/** What a promise rejects with; fails when it resolves. */
export async function catchError(
  promise: Promise<unknown>,
): Promise<Error & { $metadata?: { httpStatusCode?: number; attempts?: number } }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected a rejection');
}
