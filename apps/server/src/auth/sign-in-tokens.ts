import { createSecret, hashSecret } from './secret.ts';

const lifetimeMs = 15 * 60_000;
const maxOutstanding = 100;

export interface SignInToken {
  token: string;
  /** Milliseconds since the Unix epoch. */
  expiresAt: number;
}

export interface SignInTokens {
  create(): SignInToken;
  /** Whether the token was good. It is not any more. */
  redeem(token: string): boolean;
}

/** Tokens that sign in once. Only their hashes are kept, in memory: a restart makes the old ones worthless. */
export function createSignInTokens(now: () => number): SignInTokens {
  const expiryByHash = new Map<string, number>();
  return {
    create() {
      const token = createSecret();
      const expiresAt = now() + lifetimeMs;
      const [oldest] = expiryByHash.keys();
      if (expiryByHash.size >= maxOutstanding && oldest !== undefined) expiryByHash.delete(oldest);
      expiryByHash.set(hashSecret(token), expiresAt);
      return { token, expiresAt };
    },
    redeem(token) {
      const hash = hashSecret(token);
      const expiresAt = expiryByHash.get(hash);
      expiryByHash.delete(hash);
      return expiresAt !== undefined && expiresAt > now();
    },
  };
}
