import type { ApiKeyDefaults, ApiKeyLimits } from '@outcrop/protocol';

/** Who calls: the holder of an API key that may use the gateway. */
export interface Caller {
  keyId: string;
  keyName: string;
  /** The project that the call belongs to: its traces, its providers and models. */
  project: string;
  /** Whose limits and budgets the call counts for: the key, or the one that made a temporary key. `keyId` unless given. */
  accountId?: string;
  /** None unless given. */
  limits?: ApiKeyLimits;
  /** None unless given. */
  defaults?: ApiKeyDefaults;
  /** Whether the key may use a model by the name that the client calls it. */
  mayUseModel(name: string): boolean;
}
