import type { CredentialSource } from '@outcrop/gateway';
import type { ProviderAuth, ProviderAuthInput, ProviderAuthType } from '@outcrop/protocol';
import { invalidProvider } from '../invalid-provider.ts';
import type { AssumedRoles } from '../credentials/assumed-roles.ts';

export type AuthOf<Type extends ProviderAuthType> = Extract<ProviderAuth, { type: Type }>;
export type AuthInputOf<Type extends ProviderAuthType> = Extract<ProviderAuthInput, { type: Type }>;

/** Secrets by their names in the input. They are sealed before they are stored. */
export type AuthSecrets = Readonly<Record<string, string>>;

/** What may be shown of how a provider authenticates, and what may not. */
export interface ReadAuth<Type extends ProviderAuthType> {
  auth: AuthOf<Type>;
  secrets: AuthSecrets;
}

export interface ReadAuthContext<Type extends ProviderAuthType> {
  region: string;
  /** The organisation's, for roles. */
  externalId: string;
  /** What the provider has, when it authenticates in the same way already: secrets that are left out stay. */
  before?: ReadAuth<Type>;
}

export interface CredentialContext {
  region: string;
  server: CredentialSource;
  roles: AssumedRoles;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
}

/** One way to authenticate. */
export interface AuthMethod<Type extends ProviderAuthType> {
  /** Throws a ServerError of status 400 that names the field. */
  read(input: AuthInputOf<Type>, context: ReadAuthContext<Type>): ReadAuth<Type>;
  createSource(stored: ReadAuth<Type>, context: CredentialContext): CredentialSource;
  /** Whether a secret itself is sent with each request, and not only a signature made with it. */
  isSecretSent: boolean;
  /** What the audit log says of it. */
  describe(auth: AuthOf<Type>): Record<string, string>;
}

/** A secret as it goes into a header: visible ASCII. The message does not repeat it. */
export function parseSecret(value: string, field: string): string {
  const secret = value.trim();
  if (/^[\x21-\x7e]{1,8192}$/.test(secret)) return secret;
  throw invalidProvider(`auth.${field} is empty, or holds spaces or characters outside ASCII: copy it again`);
}
