import type { AwsCredentials } from '@outcrop/bedrock';
import { GatewayError, type CredentialSource } from '@outcrop/gateway';
import { createRefreshingCredentials } from './refreshing-credentials.ts';

/** Loads credentials in the form of the AWS SDK. */
export type LoadAwsCredentials = () => Promise<AwsCredentials & { expiration?: Date }>;

/** The credentials of the machine: environment, profile, web identity, container or instance role. */
export const loadDefaultCredentials: LoadAwsCredentials = async () => {
  // Loaded when first needed: most servers never do, and it takes a while.
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  return defaultProvider()();
};

export interface ServerCredentialsOptions {
  isAllowed: boolean;
  load: LoadAwsCredentials;
  now: () => number;
}

/** The server's own credentials, unless the operator keeps them from providers. */
export function createServerCredentials({
  isAllowed,
  load,
  now,
}: ServerCredentialsOptions): CredentialSource {
  if (!isAllowed) return { get: () => raise(switchedOffError()) };
  return createRefreshingCredentials({
    now,
    async load() {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await load().catch(
        (cause: unknown) => raise(missingError(cause)),
      );
      return {
        credentials: { kind: 'signature', credentials: { accessKeyId, secretAccessKey, sessionToken } },
        expiresAt: expiration?.getTime(),
      };
    },
  });
}

function raise(error: Error): never {
  throw error;
}

function switchedOffError(): GatewayError {
  return new GatewayError(
    'the operator of this server has switched its own AWS credentials off (OUTCROP_SERVER_CREDENTIALS=off): ' +
      'use an access key or a Bedrock API key instead.',
    { status: 503, code: 'server_credentials_off' },
  );
}

function missingError(cause: unknown): GatewayError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new GatewayError(
    `the server has no AWS credentials of its own (${said}): give it a profile, environment variables or a role, ` +
      'or use another way to authenticate.',
    { status: 503, code: 'no_server_credentials', exception: 'CredentialsProviderError', cause },
  );
}
