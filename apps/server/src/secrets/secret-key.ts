import { createHmac } from 'node:crypto';
import { OutcropError } from '@outcrop/protocol';

/** A key that secrets are sealed with. */
export interface SecretKey {
  /** Tells keys apart and gives nothing of them away. */
  id: string;
  /** 32 bytes. */
  bytes: Buffer;
}

export const secretKeyBytes = 32;

export function createSecretKey(bytes: Buffer): SecretKey {
  return { id: createHmac('sha256', bytes).update('outcrop key id').digest('hex').slice(0, 12), bytes };
}

/** `place` is where the text stands, for the error that a malformed key gets; the text itself is never repeated. */
export function parseSecretKey(text: string, place: string): SecretKey {
  const bytes = decodeKey(text.trim());
  if (bytes) return createSecretKey(bytes);
  throw new OutcropError(
    `[outcrop] ${place} is no key: it takes 32 random bytes in base64 or as 64 hex digits, such as ` +
      '`openssl rand -base64 32` prints. A password is not long enough.',
    { code: 'invalid_config' },
  );
}

function decodeKey(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[\w+/-]{43}=?$/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === secretKeyBytes ? bytes : undefined;
}
