import { emulatorAccount } from '../auth/credential-store.ts';
import type { CredentialStore, KnownCredentials } from '../auth/credential-store.ts';
import { ServiceError } from '../service-error.ts';

/** A role that may be assumed. */
export interface EmulatorRole {
  /** AssumeRole must carry exactly this external id; absent means it needs none. */
  externalId?: string;
}

export interface StsOptions {
  credentials: CredentialStore;
  /** By role ARN. Absent means any role may be assumed without an external id. */
  roles?: Readonly<Record<string, EmulatorRole>>;
  /** In place of the DurationSeconds that was asked for. */
  temporaryCredentialSeconds?: number;
}

/** The operation a query-protocol body asks for. */
export function readStsAction(body: Uint8Array): string {
  return new URLSearchParams(Buffer.from(body).toString('utf8')).get('Action') ?? '';
}

/** The `<…Result>` of an STS operation. Throws AWS's refusal. */
export function answerSts(
  body: Uint8Array,
  caller: KnownCredentials | undefined,
  options: StsOptions,
): string {
  const parameters = new URLSearchParams(Buffer.from(body).toString('utf8'));
  const action = parameters.get('Action') ?? '';
  switch (action) {
    case 'AssumeRole':
      return assumeRole(parameters, caller, options);
    case 'GetCallerIdentity':
      return renderElements({
        Arn: arnOf(caller),
        UserId: caller?.userId ?? 'AIDAEMULATOR',
        Account: arnOf(caller).split(':')[4] ?? emulatorAccount,
      });
    default:
      throw new ServiceError('InvalidAction', `Could not find operation ${action} for version 2011-06-15`);
  }
}

function assumeRole(
  parameters: URLSearchParams,
  caller: KnownCredentials | undefined,
  options: StsOptions,
): string {
  const roleArn = parameters.get('RoleArn') ?? '';
  const roleSessionName = parameters.get('RoleSessionName') ?? '';
  const role = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:.+\/)?([\w+=,.@-]+)$/u.exec(roleArn);
  if (!role) throw new ServiceError('ValidationError', `${roleArn} is invalid`);
  if (!/^[\w+=,.@-]{2,64}$/u.test(roleSessionName)) {
    throw new ServiceError(
      'ValidationError',
      `1 validation error detected: Value '${roleSessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  }
  const lifetimeSeconds = readLifetime(parameters);
  if (!isTrusted(parameters.get('ExternalId') ?? undefined, options.roles, roleArn)) {
    throw new ServiceError(
      'AccessDenied',
      `User: ${arnOf(caller)} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      { status: 403 },
    );
  }
  const [, account = emulatorAccount, roleName = ''] = role;
  const arn = `arn:aws:sts::${account}:assumed-role/${roleName}/${roleSessionName}`;
  const issued = options.credentials.issue({
    arn,
    roleSessionName,
    lifetimeSeconds: options.temporaryCredentialSeconds ?? lifetimeSeconds,
  });
  const credentials = renderElements({
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    SessionToken: issued.sessionToken,
    Expiration: new Date(issued.expiresAt).toISOString(),
  });
  const user = renderElements({ AssumedRoleId: issued.userId, Arn: arn });
  return `<Credentials>${credentials}</Credentials><AssumedRoleUser>${user}</AssumedRoleUser>`;
}

function readLifetime(parameters: URLSearchParams): number {
  const seconds = Number(parameters.get('DurationSeconds') ?? 3600);
  if (Number.isInteger(seconds) && seconds >= 900 && seconds <= 43_200) return seconds;
  const bound = seconds < 900 ? 'greater than or equal to 900' : 'less than or equal to 43200';
  throw new ServiceError(
    'ValidationError',
    `1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function isTrusted(externalId: string | undefined, roles: StsOptions['roles'], roleArn: string): boolean {
  if (!roles) return true;
  const role = roles[roleArn];
  return role !== undefined && (role.externalId === undefined || role.externalId === externalId);
}

function arnOf(caller: KnownCredentials | undefined): string {
  return caller?.arn ?? `arn:aws:iam::${emulatorAccount}:user/emulator`;
}

function renderElements(members: Readonly<Record<string, string>>): string {
  return Object.entries(members)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('');
}

const entityOf: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => entityOf[character] ?? character);
}
