import type { ApiKeyGrant, ApiKeySummary } from '@outcrop/protocol';
import type { ProviderSettingsStore } from './provider-settings-store.ts';

/** A key as it is kept; what it used is kept apart. */
export type StoredApiKey = Omit<ApiKeySummary, 'usage'>;

export interface NewApiKey {
  name: string;
  /** SHA-256 of the key, hex. The key itself is never stored. */
  hash: string;
  prefix: string;
  /** Everything unless given. */
  grant?: ApiKeyGrant;
  /** Makes it a temporary key of that one. */
  parentId?: string;
}

/** Its name and all that it may do from now on. */
export interface ApiKeyChange {
  name: string;
  grant: ApiKeyGrant;
}

export interface NewSession {
  /** SHA-256 of the session token, hex. */
  hash: string;
  /** Microseconds since the Unix epoch. */
  expiresAt: number;
}

/** What a key used on one day. */
export interface KeyUsage {
  keyId: string;
  /** Days of UTC since the Unix epoch. */
  day: number;
  usd: number;
  tokens: number;
}

/** Keeps what is not a span: API keys, their use, signed-in sessions and settings. Durable when a promise resolves. */
export interface WorkspaceStore extends ProviderSettingsStore {
  /** With a hash that exists already, returns the existing key unchanged. */
  createApiKey(key: NewApiKey): Promise<StoredApiKey>;
  /** Undefined when it, or the key that made it, is unknown or revoked. Finds expired keys. */
  findApiKey(hash: string): Promise<StoredApiKey | undefined>;
  /** Newest first, without revoked and temporary ones. */
  listApiKeys(): Promise<StoredApiKey[]>;
  /**
   * Undefined when it is unknown, revoked or temporary. The temporary keys that it made end when what it may do changes:
   * they may do what it might.
   */
  updateApiKey(id: string, change: ApiKeyChange): Promise<StoredApiKey | undefined>;
  /** Returns whether the key existed. */
  revokeApiKey(id: string): Promise<boolean>;
  /** Notes when a key was last used; may be written late. */
  touchApiKey(id: string, usedAt: number): Promise<void>;
  /** Adds to what is there. A rejected call added nothing. */
  addUsage(usages: readonly KeyUsage[]): Promise<void>;
  /** Everything used on that day or later. */
  listUsage(sinceDay: number): Promise<KeyUsage[]>;
  /** Notes that a project sent the bytes of an attachment. Idempotent. */
  addAttachmentProject(project: string, sha256: string): Promise<void>;
  /** Of bytes that are gone: whoever has them is to show it anew. */
  removeAttachmentProjects(sha256: string): Promise<void>;
  /** Whether a project sent the bytes of an attachment. */
  hasAttachmentProject(project: string, sha256: string): Promise<boolean>;
  createSession(session: NewSession): Promise<void>;
  /** Whether the session exists and has not expired. */
  hasSession(hash: string, now: number): Promise<boolean>;
  deleteSession(hash: string): Promise<void>;
  close(): Promise<void>;
}
