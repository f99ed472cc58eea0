import type { ProviderAuthInput, ProviderInput } from '@outcrop/protocol';
import type { NewProvider } from '@outcrop/workspace-store';
import { isSecretSent, readAuth, type AnyReadAuth } from './auth-methods/registry.ts';
import { invalidProvider } from './invalid-provider.ts';
import { readEndpoint } from './read-endpoint.ts';

/** The settings of a provider with its secrets, before they are sealed. */
export interface ProviderDraft {
  settings: Omit<NewProvider, 'id' | 'auth' | 'header_names' | 'sealed_secrets'>;
  auth: AnyReadAuth;
  /** Extra headers of its requests, lower-case names; the values may be secrets. */
  headers: Readonly<Record<string, string>>;
}

export interface ReadProviderContext {
  externalId: string;
  isPrivateEndpointAllowed: boolean;
  /** What is changed. */
  before?: ProviderDraft;
}

const defaults = {
  type: 'bedrock',
  project: null,
  api_base: null,
  http_version: 'auto',
  include_default_models: true,
  priority: 0,
  weight: 1,
  is_enabled: true,
} as const;

/** Reads a new provider, or changes to one. Throws a ServerError of status 400 that names the field. */
export function readProviderInput(
  input: Partial<ProviderInput>,
  { externalId, isPrivateEndpointAllowed, before }: ReadProviderContext,
): ProviderDraft {
  const { auth: authInput, headers: givenHeaders, ...given } = input;
  const merged = { ...defaults, name: '', region: '', ...before?.settings, ...given };
  const settings = { ...merged, name: merged.name.trim(), region: merged.region.trim() };
  checkSettings(settings);
  if (!authInput && !before) throw invalidProvider('auth is missing: say how the provider authenticates');
  const { region, api_base, headers } = readEndpoint(
    { ...settings, headers: givenHeaders ?? before?.headers ?? {} },
    isPrivateEndpointAllowed,
  );
  if (before && api_base !== before.settings.api_base) checkSecretsFollow(input, before);
  const auth = readAuth(authInput ?? repeatAuth(before), { region, externalId, before: before?.auth });
  return { settings: { ...settings, region, api_base }, auth, headers };
}

function checkSettings({ name, weight }: { name: string; weight: number }): void {
  if (name === '') throw invalidProvider('name is missing: choose one, such as "Bedrock Frankfurt"');
  if (!(weight > 0)) throw invalidProvider('weight must be greater than 0');
}

/** Nobody learns a secret by having it sent to an address of their own: for another one it is given again. */
function checkSecretsFollow({ auth, headers }: Partial<ProviderInput>, before: ProviderDraft): void {
  const isKeyKept = !auth || (auth.type === 'api_key' && auth.api_key === undefined);
  if (isKeyKept && isSecretSent(before.auth.auth)) {
    throw invalidProvider('api_base changes where the API key is sent: give auth.api_key again');
  }
  if (!headers && Object.keys(before.headers).length > 0) {
    throw invalidProvider('api_base changes where the extra headers are sent: give headers again');
  }
}

/** What a provider has is read again with its other settings: a key for one Region is of no use in another. */
function repeatAuth(before: ProviderDraft | undefined): ProviderAuthInput {
  return before ? before.auth.auth : { type: 'server_credentials' };
}
