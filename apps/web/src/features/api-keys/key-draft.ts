import type { ApiKeyDefaults, ApiKeyGrant, ApiKeyInput, ApiKeyLimits, ApiKeyScope } from '@outcrop/protocol';

import { findScopeProblem } from '../projects/find-scope-problem.ts';

/** What is in the form. Limits are as they were typed; empty is none. */
export interface KeyDraft {
  name: string;
  scopes: readonly ApiKeyScope[];
  /** `null`: every project. */
  project: string | null;
  /** Names with `*`, one a line or parted by commas; empty: every model. */
  models: string;
  /** `kept`: that of the key which is changed. */
  lifetime: KeyLifetime | 'kept';
  limits: Readonly<Record<keyof ApiKeyLimits, string>>;
  /** Names parted by commas; empty: none. */
  fallbackModels: string;
  cache: CacheDefault;
  /** Seconds. */
  cacheTtl: string;
}

const dayMs = 86_400_000;

export const keyLifetimes = {
  never: { label: 'Never', ms: null },
  day: { label: 'In a day', ms: dayMs },
  week: { label: 'In 7 days', ms: 7 * dayMs },
  month: { label: 'In 30 days', ms: 30 * dayMs },
  quarter: { label: 'In 90 days', ms: 90 * dayMs },
  year: { label: 'In a year', ms: 365 * dayMs },
} as const;

export type KeyLifetime = keyof typeof keyLifetimes;

export const cacheDefaults = {
  none: 'No',
  auto: 'With temperature 0 or a seed',
  always: 'Always',
} as const;

export type CacheDefault = keyof typeof cacheDefaults;

/** By their seconds, as the form has them. */
export const cacheTtls: Readonly<Record<string, string>> = {
  3600: 'An hour',
  86400: 'A day',
  604800: '7 days',
};

export const scopeTexts: Record<ApiKeyScope, { title: string; text: string }> = {
  gateway: { title: 'Call models', text: 'Through the gateway: for apps without AWS keys.' },
  ingest: { title: 'Send traces', text: 'From the SDK or OpenTelemetry.' },
  read: { title: 'Read traces', text: 'By the API, with what was asked and answered.' },
  admin: { title: 'Change settings', text: 'Providers, models and keys. It has the other three as well.' },
};

interface LimitText {
  name: keyof ApiKeyLimits;
  label: string;
  unit: string;
}

export const limitTexts: readonly LimitText[] = [
  { name: 'usd_per_day', label: 'Budget a day', unit: 'US dollars' },
  { name: 'usd_per_month', label: 'Budget a month', unit: 'US dollars' },
  { name: 'tokens_per_day', label: 'Tokens a day', unit: 'tokens' },
  { name: 'tokens_per_month', label: 'Tokens a month', unit: 'tokens' },
  { name: 'requests_per_minute', label: 'Requests a minute', unit: 'requests' },
  { name: 'tokens_per_minute', label: 'Tokens a minute', unit: 'tokens' },
  { name: 'concurrent_requests', label: 'At the same time', unit: 'requests; more wait their turn' },
];

export const emptyKeyDraft: KeyDraft = {
  name: '',
  scopes: ['gateway', 'ingest'],
  project: null,
  models: '',
  lifetime: 'never',
  limits: {
    usd_per_day: '',
    usd_per_month: '',
    tokens_per_day: '',
    tokens_per_month: '',
    requests_per_minute: '',
    tokens_per_minute: '',
    concurrent_requests: '',
  },
  fallbackModels: '',
  cache: 'none',
  cacheTtl: '604800',
};

/** A key as it is, to be changed. */
export function buildKeyDraft(key: ApiKeyGrant & { name: string }): KeyDraft {
  const { name, scopes, project, models, limits, defaults } = key;
  const texts = limitTexts.map((limit) => [limit.name, String(limits[limit.name] ?? '')]);
  return {
    name,
    scopes,
    project,
    models: models?.join(', ') ?? '',
    lifetime: 'kept',
    limits: { ...emptyKeyDraft.limits, ...Object.fromEntries(texts) },
    fallbackModels: defaults.fallback_models?.join(', ') ?? '',
    cache: defaults.cache ?? 'none',
    cacheTtl: String(defaults.cache_ttl_seconds ?? emptyKeyDraft.cacheTtl),
  };
}

/** Dollars may have cents; all else is counted. Undefined when it is no such number. */
function parseLimit(name: keyof ApiKeyLimits, text: string): number | undefined {
  const plain = text.replaceAll(/[\s,_]/g, '');
  const pattern = name.startsWith('usd') ? /^\d{1,12}(\.\d{1,6})?$/ : /^\d{1,15}$/;
  return pattern.test(plain) && Number(plain) > 0 ? Number(plain) : undefined;
}

function listModels(text: string): string[] | null {
  const names = text.split(/[\n,]/).map((name) => name.trim());
  const given = names.filter(Boolean);
  return given.length > 0 ? given : null;
}

function findExpiry({ lifetime }: KeyDraft, { nowMs, kept }: KeyMoment): number | null {
  if (lifetime === 'kept') return kept;
  const { ms } = keyLifetimes[lifetime];
  return ms === null ? null : (nowMs + ms) * 1000;
}

export interface KeyMoment {
  nowMs: number;
  /** When the key that is changed expires, in microseconds since the Unix epoch. */
  kept: number | null;
}

function buildDefaults({ fallbackModels, cache, cacheTtl }: KeyDraft): ApiKeyDefaults {
  const fallbacks = listModels(fallbackModels);
  return {
    ...(fallbacks && { fallback_models: fallbacks }),
    ...(cache !== 'none' && { cache, cache_ttl_seconds: Number(cacheTtl) }),
  };
}

/** What to send; only for a draft without problems. */
export function buildKeyInput(draft: KeyDraft, moment: KeyMoment): ApiKeyInput {
  const limits = limitTexts.flatMap(({ name }) => {
    const limit = parseLimit(name, draft.limits[name]);
    return limit === undefined ? [] : [[name, limit] as const];
  });
  return {
    name: draft.name.trim(),
    scopes: [...draft.scopes],
    project: draft.project?.trim() || null,
    models:
      draft.scopes.includes('gateway') || draft.scopes.includes('admin') ? listModels(draft.models) : null,
    expires_at: findExpiry(draft, moment),
    limits: Object.fromEntries(limits),
    defaults: buildDefaults(draft),
  };
}

export interface KeyProblems {
  name?: string;
  scopes?: string;
  project?: string;
  limits?: Partial<Record<keyof ApiKeyLimits, string>>;
}

export function findKeyProblems(draft: KeyDraft): KeyProblems {
  const limits = limitTexts.filter(({ name }) => {
    const text = draft.limits[name].trim();
    return text !== '' && parseLimit(name, text) === undefined;
  });
  const project = findScopeProblem(draft.project);
  return {
    ...(draft.name.trim() === '' && { name: 'Name it after who uses it.' }),
    ...(draft.scopes.length === 0 && { scopes: 'Choose at least one.' }),
    ...(project !== undefined && { project }),
    ...(limits.length > 0 && {
      limits: Object.fromEntries(limits.map(({ name }) => [name, 'Enter a number above 0, or nothing.'])),
    }),
  };
}
