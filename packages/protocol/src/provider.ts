/** The ways to ask a model: Anthropic's Messages body, Bedrock's Converse, or OpenAI's chat completions. */
export const modelFormatNames = ['anthropic', 'converse', 'openai'] as const;
export type ModelFormatName = (typeof modelFormatNames)[number];

export const providerAuthTypes = ['iam_credentials', 'api_key', 'assume_role', 'server_credentials'] as const;
export type ProviderAuthType = (typeof providerAuthTypes)[number];

/** How a provider authenticates, as it may be shown: no secret is ever given back. */
export type ProviderAuth =
  | { type: 'iam_credentials'; access_key_id: string; has_session_token: boolean }
  /** `expires_at`: microseconds since the Unix epoch, where the key itself says it. */
  | { type: 'api_key'; key_hint: string; expires_at: number | null }
  | { type: 'assume_role'; role_arn: string; external_id: string }
  | { type: 'server_credentials' };

/** How a provider is to authenticate. A secret that is left out of an update stays as it was. */
export type ProviderAuthInput =
  | {
      type: 'iam_credentials';
      access_key_id: string;
      secret_access_key?: string;
      session_token?: string | null;
    }
  | { type: 'api_key'; api_key?: string }
  | { type: 'assume_role'; role_arn: string }
  | { type: 'server_credentials' };

/** `auto`: HTTP/2 where an operation needs it, else HTTP/1.1. */
export type ProviderHttpVersion = 'auto' | '1.1' | '2';

interface ProviderSettings {
  name: string;
  /** `null`: for every project. A project's own providers go before those for every project. */
  project: string | null;
  region: string;
  /** Instead of AWS's own hosts; `null` for those. */
  api_base: string | null;
  http_version: ProviderHttpVersion;
  include_default_models: boolean;
  /** Lower is tried first. */
  priority: number;
  /** Share of the calls among providers of one priority. */
  weight: number;
  is_enabled: boolean;
}

/** A row of `GET /api/providers`. */
export interface ProviderSummary extends ProviderSettings {
  id: string;
  type: 'bedrock';
  auth: ProviderAuth;
  /** The values may be secrets and are not given back. */
  header_names: string[];
  /** Why it cannot be used, such as a secret that cannot be opened; `null` as a rule. */
  problem: string | null;
  created_at: number;
  updated_at: number;
}

/** The body of `POST /api/providers` and, with any of its fields, of `PATCH /api/providers/{id}`. */
export interface ProviderInput extends Partial<Omit<ProviderSettings, 'name' | 'region'>> {
  name: string;
  region: string;
  auth: ProviderAuthInput;
  /** Replaces all extra headers. */
  headers?: Record<string, string>;
}

export interface ProviderList {
  /** In the order in which they are tried. */
  providers: ProviderSummary[];
}

export const connectionStepNames = ['credentials', 'sts', 'permission', 'model_call'] as const;

/** One step of a connection test. Later steps are skipped once one failed. */
export interface ConnectionStep {
  name: (typeof connectionStepNames)[number];
  status: 'passed' | 'failed' | 'skipped';
  /** What was found, such as the caller's ARN or the number of models that can be seen. */
  message: string;
  error: { type: string; message: string; status: number | null; way_out: string } | null;
  duration_ms: number;
}

/**
 * The answer of `POST /api/providers/test`, which takes a ProviderInput, and of `POST /api/providers/{id}/test`, which
 * may take any of its fields: changes that are not saved yet, where what is left out, secrets too, is as it was saved.
 */
export interface ConnectionTest {
  is_connected: boolean;
  steps: ConnectionStep[];
}

/** What somebody needs to let Outcrop assume a role in their account: the answer of `GET /api/providers/trust`. */
export interface ProviderTrust {
  /** Who assumes the role; `null` when the server has no AWS credentials of its own, and `problem` says why. */
  principal_arn: string | null;
  account_id: string | null;
  problem: string | null;
  external_id: string;
  /** JSON documents and scripts, ready to be copied. */
  permission_policy: string;
  trust_policy: string;
  cli_script: string;
  cloudformation: string;
  terraform: string;
  /** Whether providers may use the server's own credentials. */
  server_credentials_allowed: boolean;
}

/** A model that the gateway serves: a row of `GET /api/models?project=`. */
export interface ModelSummary {
  /** What clients call it. */
  name: string;
  display_name: string | null;
  /** Bedrock's id or ARN. */
  model_id: string;
  format: ModelFormatName;
  source: 'registry' | 'custom';
  /** Of a model added by hand, for changing and removing it. */
  id: string | null;
  /** As a model added by hand is bound; `null` for every project, and for those of the registry. */
  project: string | null;
  /** Likewise; `null` for every provider of the project. */
  provider_id: string | null;
  /** The providers that serve it, in the order in which they are tried. */
  provider_ids: string[];
  /** Such as `us` or `global`; `null` for a model that is no cross-Region profile. */
  profile_scope: string | null;
  mode: string | null;
  context_window: number | null;
  max_output_tokens: number | null;
  /** Such as `tools`, `promptCaching`, `reasoning`, `vision`. */
  abilities: string[];
  /** US dollars for a million tokens. */
  prices: { input: number; output: number; cache_read: number | null; cache_write: number | null } | null;
  /** Whether the account can see it; `null` while that is not known. */
  is_available: boolean | null;
}

export interface ModelList {
  models: ModelSummary[];
}

/** The body of `POST /api/models`. */
export interface ModelInput {
  name: string;
  model_id: string;
  format: ModelFormatName;
  project: string | null;
  /** `null`: every provider of the project. */
  provider_id: string | null;
}

/** The answer of `GET /api/models/format?model_id=`: what a form preselects. */
export interface ModelFormatSuggestion {
  format: ModelFormatName;
  /** The model behind an ARN, where it could be found. */
  base_model_id: string | null;
  reason: string;
}

/** One change of settings; never a secret. */
export interface AuditEntry {
  id: string;
  /** Microseconds since the Unix epoch. */
  at: number;
  /** The name of the API key, or `session` for somebody signed in on the page. */
  actor: string;
  /** Such as `provider.created`, `provider.secret_replaced`, `model.deleted`, `key.revoked`. */
  action: string;
  subject: string;
  /** What changed, without secrets. */
  details: Record<string, string | number | boolean | null>;
}

export interface AuditLog {
  entries: AuditEntry[];
  next_cursor: string | null;
}
