import type { CredentialSource } from '@outcrop/gateway';
import type { ProviderTrust } from '@outcrop/protocol';
import { findCallerIdentity, type CallerIdentity } from '../credentials/caller-identity.ts';
import { buildPermissionPolicy } from './permission-policy.ts';
import { buildCliScript, buildCloudFormation, buildTerraform } from './role-scripts.ts';
import { buildTrustPolicy } from './trust-policy.ts';

export interface TrustOptions {
  region: string;
  externalId: string;
  server: CredentialSource;
  isServerAllowed: boolean;
  stsEndpoint: string | undefined;
}

/** Stands in the documents for what is not known; no AWS account takes it. */
const unknownPrincipal = 'arn:aws:iam::<account of Outcrop>:role/<role of Outcrop>';

/** What somebody needs to let Outcrop assume a role in their account. */
export async function buildTrust(options: TrustOptions): Promise<ProviderTrust> {
  const { externalId, isServerAllowed, region } = options;
  const { identity, problem } = await findServerIdentity(options);
  const principalArn = identity && principalOf(identity.arn);
  const policies = {
    trust: buildTrustPolicy(principalArn ?? unknownPrincipal, externalId),
    permissions: buildPermissionPolicy(partitionOf(principalArn, region)),
  };
  return {
    principal_arn: principalArn ?? null,
    account_id: identity?.accountId ?? null,
    problem,
    external_id: externalId,
    trust_policy: JSON.stringify(policies.trust, null, 2),
    permission_policy: JSON.stringify(policies.permissions, null, 2),
    cli_script: buildCliScript(policies),
    cloudformation: buildCloudFormation(policies),
    terraform: buildTerraform(policies),
    server_credentials_allowed: isServerAllowed,
  };
}

async function findServerIdentity({
  server,
  region,
  stsEndpoint,
}: TrustOptions): Promise<{ identity?: CallerIdentity; problem: string | null }> {
  try {
    const credentials = await server.get();
    return { identity: await findCallerIdentity({ credentials, region, stsEndpoint }), problem: null };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** A session of a role is named by its role in a trust policy; the path of the role is not known from the session. */
export function principalOf(arn: string): string {
  const [, partition, account, role] = /^arn:([\w-]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return role === undefined ? arn : `arn:${partition}:iam::${account}:role/${role}`;
}

function partitionOf(arn: string | undefined, region: string): string {
  const known = arn?.split(':')[1];
  if (known) return known;
  const byRegion: readonly (readonly [RegExp, string])[] = [
    [/^cn-/, 'aws-cn'],
    [/^us-gov-/, 'aws-us-gov'],
    [/^eusc-/, 'aws-eusc'],
  ];
  return byRegion.find(([pattern]) => pattern.test(region))?.[1] ?? 'aws';
}
