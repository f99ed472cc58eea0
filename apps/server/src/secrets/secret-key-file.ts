import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { OutcropError } from '@outcrop/protocol';
import { parseSecretKey, secretKeyBytes, type SecretKey } from './secret-key.ts';

/** Undefined when there is no such file. */
export function readSecretKeyFile(path: string): SecretKey | undefined {
  try {
    return parseSecretKey(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if (OutcropError.is(error)) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileError(`cannot read ${path}`, error);
  }
}

/** Makes a key that only this user may read; on disk when it returns, since what it seals must not outlive it. */
export function createSecretKeyFile(path: string): SecretKey {
  const text = randomBytes(secretKeyBytes).toString('base64');
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, `${text}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileError(`cannot make ${path}`, error);
  }
  return parseSecretKey(text, path);
}

function fileError(what: string, cause: unknown): OutcropError {
  const { code = String(cause) } = cause as NodeJS.ErrnoException;
  return new OutcropError(
    `[outcrop] ${what} (${code}), the key that seals the secrets of providers: make it accessible to this user, or set ` +
      'OUTCROP_SECRET_KEY.',
    { code: 'secret_key_unavailable', cause },
  );
}
