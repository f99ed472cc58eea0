import type { STSClientConfig } from '@aws-sdk/client-sts';
import { GatewayError, type CredentialSource, type UpstreamCredentials } from '@outcrop/gateway';
import { mapStsError } from './caller-identity.ts';
import { createRefreshingCredentials, type LoadedCredentials } from './refreshing-credentials.ts';

export interface AssumedRole {
  roleArn: string;
  externalId: string;
  region: string;
}

/** The credentials of assumed roles. */
export interface AssumedRoles {
  /** The same source for the same role, external id and Region; no other shares it. */
  find(role: AssumedRole): CredentialSource;
  /** Assumes the role now, past everything that is held. */
  assume(role: AssumedRole): Promise<LoadedCredentials>;
}

export interface AssumedRolesOptions {
  /** Who assumes: the server. */
  base: CredentialSource;
  stsEndpoint: string | undefined;
  now: () => number;
}

/** The longest that a role assumed by another role may last. */
const durationSeconds = 3600;

export function createAssumedRoles({ base, stsEndpoint, now }: AssumedRolesOptions): AssumedRoles {
  const sources = new Map<string, CredentialSource>();
  const assume = async (role: AssumedRole): Promise<LoadedCredentials> =>
    assumeRole(role, { region: role.region, endpoint: stsEndpoint, ...(await readBase(base)) });
  return {
    assume,
    find(role) {
      const key = JSON.stringify([role.roleArn, role.externalId, role.region]);
      let source = sources.get(key);
      if (!source) {
        source = createRefreshingCredentials({ now, load: () => assume(role) });
        sources.set(key, source);
      }
      return source;
    },
  };
}

async function readBase(base: CredentialSource): Promise<Pick<STSClientConfig, 'credentials'>> {
  const found: UpstreamCredentials = await base.get();
  if (found.kind === 'signature') return { credentials: found.credentials };
  throw new GatewayError('a role cannot be assumed with a Bedrock API key.', {
    status: 503,
    code: 'no_server_credentials',
  });
}

async function assumeRole(
  { roleArn, externalId }: AssumedRole,
  config: STSClientConfig,
): Promise<LoadedCredentials> {
  // Loaded when first needed, as it takes a while.
  const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient(config);
  try {
    const { Credentials: issued } = await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        ExternalId: externalId,
        RoleSessionName: 'outcrop',
        DurationSeconds: durationSeconds,
      }),
    );
    return {
      credentials: {
        kind: 'signature',
        credentials: {
          accessKeyId: issued?.AccessKeyId ?? '',
          secretAccessKey: issued?.SecretAccessKey ?? '',
          sessionToken: issued?.SessionToken,
        },
      },
      expiresAt: issued?.Expiration?.getTime(),
    };
  } catch (cause) {
    throw mapStsError(cause, `cannot assume ${roleArn}`);
  } finally {
    client.destroy();
  }
}
