import { createHash, randomBytes } from 'node:crypto';

const keyPrefix = 'oc_';
const shownKeyLength = 9;

/** `oc_` and 43 URL-safe characters: 256 random bits. */
export function createApiKeySecret(): string {
  return keyPrefix + createSecret();
}

/** 43 URL-safe characters: 256 random bits. */
export function createSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256, hex. Secrets of 256 random bits need no slow hash. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Enough of a key to recognise it, too little to guess it. */
export function keyPrefixOf(secret: string): string {
  return secret.slice(0, Math.min(shownKeyLength, Math.floor(secret.length / 3)));
}
