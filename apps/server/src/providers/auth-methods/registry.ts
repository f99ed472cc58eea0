import type { CredentialSource } from '@outcrop/gateway';
import type { ProviderAuth, ProviderAuthInput, ProviderAuthType } from '@outcrop/protocol';
import { apiKey } from './api-key.ts';
import { assumeRole } from './assume-role.ts';
import type { AuthMethod, CredentialContext, ReadAuth, ReadAuthContext } from './auth-method.ts';
import { iamCredentials } from './iam-credentials.ts';
import { serverCredentials } from './server-credentials.ts';

const authMethods: { [Type in ProviderAuthType]: AuthMethod<Type> } = {
  iam_credentials: iamCredentials,
  api_key: apiKey,
  assume_role: assumeRole,
  server_credentials: serverCredentials,
};

export type AnyReadAuth = ReadAuth<ProviderAuthType>;

/** The method of the type; what it is given has that type, which the compiler cannot follow through the table. */
function getMethod(type: ProviderAuthType): AuthMethod<ProviderAuthType> {
  return authMethods[type] as unknown as AuthMethod<ProviderAuthType>;
}

export interface ReadAuthOptions extends Omit<ReadAuthContext<ProviderAuthType>, 'before'> {
  /** What the provider has, in whatever way it authenticates. */
  before?: AnyReadAuth;
}

/** Throws a ServerError of status 400 that names the field. */
export function readAuth(input: ProviderAuthInput, { before, ...context }: ReadAuthOptions): AnyReadAuth {
  const isSame = before?.auth.type === input.type;
  return getMethod(input.type).read(input, { ...context, ...(isSame && { before }) });
}

export function createCredentialSource(stored: AnyReadAuth, context: CredentialContext): CredentialSource {
  return getMethod(stored.auth.type).createSource(stored, context);
}

/** What the audit log says of how a provider authenticates. */
export function describeAuth(auth: ProviderAuth): Record<string, string> {
  return { auth_type: auth.type, ...getMethod(auth.type).describe(auth) };
}

/** Whether requests carry a secret as it is. */
export function isSecretSent({ type }: ProviderAuth): boolean {
  return getMethod(type).isSecretSent;
}
