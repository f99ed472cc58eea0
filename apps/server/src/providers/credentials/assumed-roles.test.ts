import { defaultCredentials, startEmulator, type Emulator, type EmulatorOptions } from '@outcrop/emulator';
import type { UpstreamCredentials } from '@outcrop/gateway';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAssumedRoles, type AssumedRole, type AssumedRoles } from './assumed-roles.ts';
import { findCallerIdentity } from './caller-identity.ts';

const roleArn = 'arn:aws:iam::210987654321:role/outcrop-bedrock';
const role: AssumedRole = { roleArn, externalId: 'ours', region: 'us-east-1' };

async function createScene(
  options: EmulatorOptions = {},
): Promise<{ emulator: Emulator; roles: AssumedRoles }> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  const roles = createAssumedRoles({
    base: { get: () => ({ kind: 'signature', credentials: defaultCredentials }) },
    stsEndpoint: emulator.url,
    now: Date.now,
  });
  return { emulator, roles };
}

const countAssumed = ({ requests }: Emulator) =>
  requests.filter(({ operation }) => operation === 'AssumeRole').length;
const keyOf = (found: UpstreamCredentials) =>
  found.kind === 'signature' ? found.credentials.accessKeyId : found.kind;

describe('assumed roles', () => {
  it('are assumed once for 50 callers at a time', async () => {
    const { emulator, roles } = await createScene();
    const found = await Promise.all(Array.from({ length: 50 }, async () => roles.find(role).get()));
    expect(new Set(found.map(keyOf)).size).toBe(1);
    expect(countAssumed(emulator)).toBe(1);
  });

  it('are never mixed: each role, external id and Region has credentials of its own', async () => {
    const otherArn = 'arn:aws:iam::999999999999:role/other';
    const { emulator, roles } = await createScene({
      roles: { [roleArn]: { externalId: 'ours' }, [otherArn]: { externalId: 'theirs' } },
    });
    const other: AssumedRole = { roleArn: otherArn, externalId: 'theirs', region: 'us-east-1' };
    const elsewhere = { ...role, region: 'eu-central-1' };
    const found = await Promise.all(
      [role, other, elsewhere, role].map(async (wanted) => roles.find(wanted).get()),
    );
    expect(new Set(found.map(keyOf)).size).toBe(3);
    expect(keyOf(found[0] as UpstreamCredentials)).toBe(keyOf(found[3] as UpstreamCredentials));
    expect(countAssumed(emulator)).toBe(3);
    const accounts = await Promise.all(
      found.map(async (credentials) => {
        const question = { credentials, region: 'us-east-1', stsEndpoint: emulator.url };
        return (await findCallerIdentity(question)).accountId;
      }),
    );
    expect(accounts).toEqual(['210987654321', '999999999999', '210987654321', '210987654321']);
    // Held credentials of the right external id are of no help to a wrong one.
    await expect(async () => roles.find({ ...role, externalId: 'theirs' }).get()).rejects.toMatchObject({
      exception: 'AccessDenied',
    });
  });

  it('are assumed anew when their credentials have expired', async () => {
    const { emulator, roles } = await createScene({ temporaryCredentialSeconds: 0 });
    const first = await roles.find(role).get();
    const second = await roles.find(role).get();
    expect(keyOf(first)).not.toBe(keyOf(second));
    expect(countAssumed(emulator)).toBe(2);
    const question = { credentials: second, region: 'us-east-1', stsEndpoint: emulator.url };
    await expect(findCallerIdentity(question)).rejects.toMatchObject({ exception: 'ExpiredToken' });
  });
});
