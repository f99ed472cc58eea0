import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { OutcropError } from '@outcrop/protocol';
import { createSecretKeyFile, readSecretKeyFile } from './secret-key-file.ts';
import { secretKeyBytes, type SecretKey } from './secret-key.ts';

/** Seals secrets for the disk. A sealed text opens only for the `owner` it was sealed for, such as `provider:<id>`. */
export interface SecretBox {
  seal(plain: string, owner: string): string;
  /** Throws code `secret_unreadable`, with words that say which key is missing. Changes nothing. */
  open(sealed: string, owner: string): string;
  /** Whether the text was sealed with another key than the one that seals now. */
  isOutdated(sealed: string): boolean;
  /** 32 bytes for one purpose, which tell nothing of the key or of other purposes. They change when the key does. */
  deriveKey(purpose: string): Buffer;
}

export interface SecretBoxOptions {
  /** Where the key is kept when none is configured: in `secret.key`, made when it is first needed. */
  directory: string;
  key?: SecretKey;
  /** Opens what was sealed before `key` took its place. */
  previousKey?: SecretKey;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

export function createSecretBox({ directory, key, previousKey }: SecretBoxOptions): SecretBox {
  const path = join(directory, 'secret.key');
  // A key in a file stays readable after one was configured, so that moving from one to the other needs nothing else.
  let fileKey = readSecretKeyFile(path);
  const getKey = (): SecretKey => key ?? (fileKey ??= createSecretKeyFile(path));
  const findKey = (id: string): SecretKey | undefined =>
    [key, fileKey, previousKey].find((candidate) => candidate?.id === id);

  return {
    seal: (plain, owner) => sealText(plain, owner, getKey()),
    open(sealed, owner) {
      const parts = parseSealed(sealed);
      const sealedWith = findKey(parts.keyId);
      if (!sealedWith) throw missingKeyError(parts.keyId, { path, currentId: (key ?? fileKey)?.id });
      return openText(parts, owner, sealedWith);
    },
    isOutdated: (sealed) => parseSealed(sealed).keyId !== getKey().id,
    deriveKey: (purpose) => Buffer.from(hkdfSync('sha256', getKey().bytes, '', purpose, secretKeyBytes)),
  };
}

/** `v1.<key id>.<nonce, tag and cipher text>`. */
function sealText(plain: string, owner: string, { id, bytes }: SecretKey): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, bytes, nonce, { authTagLength: tagBytes });
  cipher.setAAD(buildAssociatedData(id, owner));
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `v1.${id}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`;
}

interface SealedParts {
  keyId: string;
  body: Buffer;
}

function parseSealed(sealed: string): SealedParts {
  const [, keyId = '', body = ''] = /^v1\.([0-9a-f]{12})\.([\w-]+)$/.exec(sealed) ?? [];
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length < nonceBytes + tagBytes) throw damagedError();
  return { keyId, body: bytes };
}

function openText({ keyId, body }: SealedParts, owner: string, key: SecretKey): string {
  const decipher = createDecipheriv(algorithm, key.bytes, body.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(buildAssociatedData(keyId, owner));
  decipher.setAuthTag(body.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return decipher.update(body.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw damagedError(cause);
  }
}

function buildAssociatedData(keyId: string, owner: string): Buffer {
  return Buffer.from(JSON.stringify(['outcrop', 'v1', keyId, owner]));
}

function damagedError(cause?: unknown): OutcropError {
  return new OutcropError(
    '[outcrop] a sealed secret is damaged, or was moved to where it does not belong: enter the secret again',
    { code: 'secret_unreadable', cause },
  );
}

function missingKeyError(keyId: string, known: { path: string; currentId?: string }): OutcropError {
  const current = known.currentId ? `this server has the key ${known.currentId}` : 'this server has no key';
  return new OutcropError(
    `[outcrop] a secret was sealed with the key ${keyId}, and ${current}: give the former key back as ` +
      `OUTCROP_SECRET_KEY or in ${known.path}, or set OUTCROP_SECRET_KEY_PREVIOUS to it so that everything is sealed anew. ` +
      'Where that key is lost, enter the secret again. Nothing was changed.',
    { code: 'secret_unreadable' },
  );
}
