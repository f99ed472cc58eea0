import type { IncomingHttpHeaders } from 'node:http';
import type { WorkspaceStore } from '@outcrop/workspace-store';
import { createApiKeySecret, createSecret, hashSecret } from './secret.ts';
import { findSessionCookie, type SessionCookie } from './session-cookie.ts';

const touchIntervalMs = 60_000;
const sessionLifetimeSeconds = 30 * 24 * 60 * 60;

export interface Authenticator {
  isKey(secret: string): Promise<boolean>;
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

export function createAuthenticator({ workspaceStore, now, logError }: AuthenticatorOptions): Authenticator {
  const internalHashes = new Set<string>();
  const touchedAt = new Map<string, number>();

  /** A busy app uses its key a hundred times a second; when it was last used need not be that exact. */
  function touch(id: string): void {
    const time = now();
    if (time - (touchedAt.get(id) ?? 0) < touchIntervalMs) return;
    touchedAt.set(id, time);
    workspaceStore.touchApiKey(id, time * 1000).catch(logError);
  }

  return {
    async isKey(secret) {
      const hash = hashSecret(secret);
      if (internalHashes.has(hash)) return true;
      const key = await workspaceStore.findApiKey(hash);
      if (key) touch(key.id);
      return key !== undefined;
    },
    createInternalKey() {
      const secret = createApiKeySecret();
      internalHashes.add(hashSecret(secret));
      return secret;
    },
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
