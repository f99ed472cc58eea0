import type { NewProvider, StoredProvider } from '@outcrop/workspace-store';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { AuthSecrets } from './auth-methods/auth-method.ts';
import type { ProviderDraft } from './read-provider-input.ts';

/** What is sealed of a provider. */
interface ProviderSecrets {
  auth: AuthSecrets;
  headers: Readonly<Record<string, string>>;
}

/** The provider as it is stored, its secrets sealed for it alone. */
export function sealDraft(draft: ProviderDraft, id: string, box: SecretBox): NewProvider {
  const { settings, auth, headers } = draft;
  const secrets: ProviderSecrets = { auth: auth.secrets, headers };
  const hasSecrets = [secrets.auth, secrets.headers].some((part) => Object.keys(part).length > 0);
  return {
    ...settings,
    id,
    auth: auth.auth,
    header_names: Object.keys(headers),
    sealed_secrets: hasSecrets ? box.seal(JSON.stringify(secrets), ownerOf(id)) : null,
  };
}

/** The stored provider with its secrets. Throws code `secret_unreadable`. */
export function openDraft(provider: StoredProvider, box: SecretBox): ProviderDraft {
  const { secrets, headers } = openSecrets(provider, box);
  return draftOf(provider, { secrets, headers });
}

/** The stored provider as if it had no secrets, for one whose secrets cannot be opened. */
export function draftWithoutSecrets(provider: StoredProvider): ProviderDraft {
  return draftOf(provider, { secrets: {}, headers: {} });
}

/** Seals the secrets of a provider anew. */
export function resealSecrets(sealed: string, id: string, box: SecretBox): string {
  return box.seal(box.open(sealed, ownerOf(id)), ownerOf(id));
}

function openSecrets(
  { id, sealed_secrets }: StoredProvider,
  box: SecretBox,
): { secrets: AuthSecrets; headers: Readonly<Record<string, string>> } {
  if (sealed_secrets === null) return { secrets: {}, headers: {} };
  const { auth, headers } = JSON.parse(box.open(sealed_secrets, ownerOf(id))) as ProviderSecrets;
  return { secrets: auth, headers };
}

function draftOf(
  provider: StoredProvider,
  { secrets, headers }: { secrets: AuthSecrets; headers: Readonly<Record<string, string>> },
): ProviderDraft {
  const { name, project, region, api_base, http_version, include_default_models } = provider;
  const { type, priority, weight, is_enabled } = provider;
  return {
    settings: {
      type,
      name,
      project,
      region,
      api_base,
      http_version,
      include_default_models,
      priority,
      weight,
      is_enabled,
    },
    auth: { auth: provider.auth, secrets },
    headers,
  };
}

function ownerOf(id: string): string {
  return `provider:${id}`;
}
