import {
  apiKeyScopes,
  type ApiKeyGrant,
  type ApiKeyInput,
  type ApiKeyLimits,
  type TemporaryKeyInput,
} from '@outcrop/protocol';
import type { StoredApiKey } from '@outcrop/workspace-store';
import { ServerError } from '../server-error.ts';
import type { Identity } from './identity.ts';
import { matchesModel } from './matches-model.ts';

const defaultTtlSeconds = 600;

/** Whether somebody may do everything, always. */
export function isUnrestricted({ key }: Identity): boolean {
  return (
    key === undefined ||
    (key.project === null && key.models === null && key.expires_at === null && !hasLimits(key.limits))
  );
}

/**
 * What a new key may do: what is asked for, else as much as its maker may. Throws 403 where it would be more than that.
 */
export function buildGrant(
  { name: _name, ...asked }: ApiKeyInput,
  { maker, now }: { maker: Identity; now: number },
): ApiKeyGrant {
  const limits = { ...asked.limits };
  const { key } = maker;
  const grant: ApiKeyGrant = {
    scopes: asked.scopes ?? [...apiKeyScopes],
    project: asked.project ?? maker.project,
    models: asked.models ?? key?.models ?? null,
    expires_at: asked.expires_at ?? key?.expires_at ?? null,
    limits,
    defaults: { ...asked.defaults },
  };
  if (grant.expires_at !== null && grant.expires_at <= now * 1000) {
    throw new ServerError('[outcrop] expires_at lies in the past: it is microseconds since the Unix epoch', {
      code: 'invalid_request',
      statusCode: 400,
    });
  }
  if (key) checkWithin(grant, key);
  return grant;
}

/** What a temporary key of `parent` may do. Throws 403 where it would be more than the parent may. */
export function buildTemporaryGrant(
  { ttl_seconds = defaultTtlSeconds, model, project }: TemporaryKeyInput,
  { parent, now }: { parent: StoredApiKey; now: number },
): ApiKeyGrant {
  if (parent.parent_id !== null) {
    throw refuse(parent, 'is temporary and cannot make others: ask with the key that made it');
  }
  const expiresAt = (now + ttl_seconds * 1000) * 1000;
  const grant: ApiKeyGrant = {
    scopes: ['gateway'],
    project: project ?? parent.project,
    models: model === undefined ? parent.models : [model],
    expires_at: Math.min(expiresAt, parent.expires_at ?? expiresAt),
    limits: parent.limits,
    defaults: parent.defaults,
  };
  checkReach(grant, parent);
  return grant;
}

function checkWithin(grant: ApiKeyGrant, maker: StoredApiKey): void {
  if (hasLimits(maker.limits)) {
    throw refuse(
      maker,
      'has limits, which a key that it makes would get around: make the key with one that has none',
    );
  }
  if (maker.expires_at !== null && (grant.expires_at ?? Infinity) > maker.expires_at) {
    throw refuse(maker, 'expires before the new key would');
  }
  checkReach(grant, maker);
}

function checkReach({ project, models }: ApiKeyGrant, maker: StoredApiKey): void {
  if (maker.project !== null && project !== maker.project) {
    throw refuse(maker, `is for the project ${JSON.stringify(maker.project)} only`);
  }
  const { models: allowed } = maker;
  if (allowed === null) return;
  const foreign = models?.find((model) => !coversPattern(allowed, model));
  if (foreign !== undefined) throw refuse(maker, `may not use the model ${JSON.stringify(foreign)}`);
}

/** A pattern is covered by the same one, a name by any that it fits; `a*b*` by `a*`. */
function coversPattern(allowed: readonly string[], pattern: string): boolean {
  // A `*` matches only what a `*` of the other may: as a character no name has, it fits only where anything does.
  return allowed.includes(pattern) || matchesModel(allowed, pattern.replaceAll('*', '\0'));
}

function hasLimits(limits: ApiKeyLimits): boolean {
  return Object.values(limits).some((limit) => limit !== null && limit !== undefined);
}

function refuse({ name }: StoredApiKey, reason: string): ServerError {
  return new ServerError(`[outcrop] the API key ${JSON.stringify(name)} ${reason}`, {
    code: 'exceeds_grant',
    statusCode: 403,
  });
}
