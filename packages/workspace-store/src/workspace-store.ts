import type { ApiKeySummary } from '@outcrop/protocol';
import type { ProviderSettingsStore } from './provider-settings-store.ts';

export interface NewApiKey {
  name: string;
  /** SHA-256 of the key, hex. The key itself is never stored. */
  hash: string;
  prefix: string;
}

export interface NewSession {
  /** SHA-256 of the session token, hex. */
  hash: string;
  /** Microseconds since the Unix epoch. */
  expiresAt: number;
}

/** Keeps what is not a span: API keys, signed-in sessions and settings. Durable when a promise resolves. */
export interface WorkspaceStore extends ProviderSettingsStore {
  /** With a hash that exists already, returns the existing key unchanged. */
  createApiKey(key: NewApiKey): Promise<ApiKeySummary>;
  /** Undefined when unknown or revoked. */
  findApiKey(hash: string): Promise<ApiKeySummary | undefined>;
  /** Newest first, without revoked ones. */
  listApiKeys(): Promise<ApiKeySummary[]>;
  /** Returns whether the key existed. */
  revokeApiKey(id: string): Promise<boolean>;
  /** Notes when a key was last used; may be written late. */
  touchApiKey(id: string, usedAt: number): Promise<void>;
  createSession(session: NewSession): Promise<void>;
  /** Whether the session exists and has not expired. */
  hasSession(hash: string, now: number): Promise<boolean>;
  deleteSession(hash: string): Promise<void>;
  close(): Promise<void>;
}
