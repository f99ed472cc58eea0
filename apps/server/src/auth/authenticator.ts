import type { IncomingHttpHeaders } from 'node:http';
import type { ApiKeyChange, StoredApiKey, WorkspaceStore } from '@outcrop/workspace-store';
import { ServerError } from '../server-error.ts';
import { createFailedAttempts, type FailedAttempts } from './failed-attempts.ts';
import { internalIdentity, type Identity } from './identity.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { createApiKeySecret, createSecret, hashSecret } from './secret.ts';
import { findSessionCookie, type SessionCookie } from './session-cookie.ts';

const touchIntervalMs = 60_000;
const sessionLifetimeSeconds = 30 * 24 * 60 * 60;

export interface Authenticator {
  /**
   * Who holds a key; at once for one that was used before. Throws a ServerError: 401 for an unknown, revoked or expired
   * key, 429 after many wrong ones from the address. Keys that were used before pass even then.
   */
  authenticate(secret: string, address: string): Identity | Promise<Identity>;
  /** Returns whether the key existed. */
  revokeKey(id: string): Promise<boolean>;
  /** Undefined when there is no such key. */
  updateKey(id: string, change: ApiKeyChange): Promise<StoredApiKey | undefined>;
  failedAttempts: FailedAttempts;
  /** A key that lives as long as this process, for the calls it makes to itself. */
  createInternalKey(): string;
  hasSession(headers: IncomingHttpHeaders): Promise<boolean>;
  createSession(): Promise<SessionCookie>;
  deleteSession(headers: IncomingHttpHeaders): Promise<void>;
}

export interface AuthenticatorOptions {
  workspaceStore: WorkspaceStore;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  logError: (error: unknown) => void;
}

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { workspaceStore, now } = options;
  const keyRing = createKeyRing(workspaceStore);
  const failedAttempts = createFailedAttempts(now);
  const internalHashes = new Set<string>();
  const admit = createKeyAdmission(options);

  return {
    authenticate(secret, address) {
      const hash = hashSecret(secret);
      if (internalHashes.has(hash)) return internalIdentity;
      const known = keyRing.findKnown(hash);
      return known ? admit(known) : findIdentity({ hash, address, keyRing, failedAttempts, admit });
    },
    revokeKey: (id) => keyRing.revoke(id),
    updateKey: (id, change) => keyRing.update(id, change),
    failedAttempts,
    createInternalKey() {
      const secret = createApiKeySecret();
      internalHashes.add(hashSecret(secret));
      return secret;
    },
    ...createSessions(options),
  };
}

type KeyAdmission = (key: StoredApiKey) => Identity;

/** Notes the use of a key that exists, unless it has expired. */
function createKeyAdmission({ workspaceStore, now, logError }: AuthenticatorOptions): KeyAdmission {
  const touchedAt = new Map<string, number>();
  const identities = new WeakMap<StoredApiKey, Identity>();

  /** A busy app uses its key a hundred times a second; when it was last used need not be that exact. */
  function touch(id: string, time: number): void {
    if (time - (touchedAt.get(id) ?? 0) < touchIntervalMs) return;
    touchedAt.set(id, time);
    workspaceStore.touchApiKey(id, time * 1000).catch(logError);
  }

  return function admit(key) {
    const time = now();
    if (key.expires_at !== null && key.expires_at <= time * 1000) throw expiredKey(key);
    touch(key.id, time);
    let identity = identities.get(key);
    if (!identity) {
      identity = { kind: 'key', name: key.name, key, project: key.project };
      identities.set(key, identity);
    }
    return identity;
  };
}

interface KeySearch {
  hash: string;
  address: string;
  keyRing: KeyRing;
  failedAttempts: FailedAttempts;
  admit: KeyAdmission;
}

async function findIdentity(search: KeySearch): Promise<Identity> {
  const { hash, address, keyRing, failedAttempts, admit } = search;
  checkAttempts(failedAttempts, address);
  const key = await keyRing.find(hash);
  if (key) return admit(key);
  failedAttempts.note(address);
  throw new ServerError(
    '[outcrop] this API key is unknown or revoked: check OUTCROP_API_KEY. A key belongs to one data directory; new ones ' +
      'are made in the page under API keys.',
    { code: 'wrong_key', statusCode: 401 },
  );
}

/** Throws 429 once too many wrong secrets came from an address. */
export function checkAttempts(failedAttempts: FailedAttempts, address: string): void {
  const retryAfterSeconds = failedAttempts.findWaitSeconds(address);
  if (retryAfterSeconds === undefined) return;
  throw new ServerError(
    '[outcrop] too many wrong API keys or sign-in links came from this address: an app there has a key that is unknown ' +
      `or revoked (check its OUTCROP_API_KEY), or somebody guesses. Try again in ${retryAfterSeconds} s.`,
    { code: 'too_many_attempts', statusCode: 429, retryAfterSeconds },
  );
}

function expiredKey({ name, expires_at }: StoredApiKey): ServerError {
  const time = new Date((expires_at ?? 0) / 1000).toISOString();
  return new ServerError(
    `[outcrop] the API key ${JSON.stringify(name)} expired at ${time}: make a new one in the page under API keys`,
    { code: 'expired_key', statusCode: 401 },
  );
}

function createSessions({
  workspaceStore,
  now,
}: AuthenticatorOptions): Pick<Authenticator, 'hasSession' | 'createSession' | 'deleteSession'> {
  return {
    async hasSession(headers) {
      const secret = findSessionCookie(headers);
      return secret !== undefined && workspaceStore.hasSession(hashSecret(secret), now() * 1000);
    },
    async createSession() {
      const secret = createSecret();
      const expiresAt = (now() + sessionLifetimeSeconds * 1000) * 1000;
      await workspaceStore.createSession({ hash: hashSecret(secret), expiresAt });
      return { secret, maxAgeSeconds: sessionLifetimeSeconds };
    },
    async deleteSession(headers) {
      const secret = findSessionCookie(headers);
      if (secret !== undefined) await workspaceStore.deleteSession(hashSecret(secret));
    },
  };
}
