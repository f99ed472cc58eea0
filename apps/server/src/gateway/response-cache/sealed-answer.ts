import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { CachedAnswer } from '@outcrop/gateway';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

export interface ExpiringAnswer {
  answer: CachedAnswer;
  /** Milliseconds since the Unix epoch. */
  expiresAt: number;
}

export interface SealOptions {
  /** 32 bytes. */
  key: Buffer;
  /** Where the answer belongs: it opens nowhere else. */
  owner: string;
}

/** Nonce, tag, and encrypted: the length of a head, the head as JSON, the body. */
export function sealAnswer({ answer, expiresAt }: ExpiringAnswer, { key, owner }: SealOptions): Buffer {
  const { body, ...rest } = answer;
  const head = Buffer.from(JSON.stringify({ ...rest, expiresAt }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(Buffer.concat([length, head, body])), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Undefined for what is damaged, belongs elsewhere or was sealed with another key. */
export function openAnswer(sealed: Buffer, { key, owner }: SealOptions): ExpiringAnswer | undefined {
  try {
    const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(owner));
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const plain = Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
    const bodyStart = 4 + plain.readUInt32BE(0);
    const { expiresAt, ...rest } = JSON.parse(plain.subarray(4, bodyStart).toString()) as Omit<
      CachedAnswer,
      'body'
    > & {
      expiresAt: number;
    };
    return { answer: { ...rest, body: plain.subarray(bodyStart) }, expiresAt };
  } catch {
    return undefined;
  }
}
