/** What a key may be used for. `admin` changes settings and has the others too. */
export const apiKeyScopes = ['ingest', 'read', 'gateway', 'admin'] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];

/** Absent or `null`: no limit. Days and months are those of UTC. */
export interface ApiKeyLimits {
  usd_per_day?: number | null;
  usd_per_month?: number | null;
  tokens_per_day?: number | null;
  tokens_per_month?: number | null;
  requests_per_minute?: number | null;
  tokens_per_minute?: number | null;
  /** More wait their turn. */
  concurrent_requests?: number | null;
}

/** How its calls are made where they do not say; of calls that converse. Absent or `null`: not at all. */
export interface ApiKeyDefaults {
  /** As the header `x-outcrop-cache` says it. */
  cache?: 'auto' | 'always' | null;
  /** 1 to 604,800. */
  cache_ttl_seconds?: number | null;
  /** Tried in this order when no target of the model works. */
  fallback_models?: string[] | null;
}

/** What a key has used of the periods that its limits count. */
export interface ApiKeyUsage {
  usd_today: number;
  usd_this_month: number;
  tokens_today: number;
  tokens_this_month: number;
}

/** What a key may do: of `POST /api/keys`. */
export interface ApiKeyGrant {
  scopes: ApiKeyScope[];
  /** `null`: every project. */
  project: string | null;
  /** Names with `*` for any characters; `null`: every model. */
  models: string[] | null;
  /** Microseconds since the Unix epoch; `null`: never. */
  expires_at: number | null;
  limits: ApiKeyLimits;
  defaults: ApiKeyDefaults;
}

/** The body of `POST /api/keys`. What is left out is as wide as whoever makes the key may give it. */
export interface ApiKeyInput extends Partial<ApiKeyGrant> {
  name: string;
}

/** The body of `POST /api/keys/temporary`. Made with a key, it can do nothing that the key cannot. */
export interface TemporaryKeyInput {
  /** 1 to 86,400; 600 unless given. */
  ttl_seconds?: number;
  model?: string;
  project?: string;
}
