import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestDirectory } from '../testing/create-test-server.ts';
import { createSecretBox } from './secret-box.ts';
import { createSecretKey, parseSecretKey } from './secret-key.ts';

const createKey = () => createSecretKey(randomBytes(32));

describe('a secret box', () => {
  it('opens what it sealed, and never seals alike', async () => {
    const box = createSecretBox({ directory: await createTestDirectory() });
    const plain = 'a secret 🔑 '.repeat(1000);
    const sealed = box.seal(plain, 'provider:a');
    expect(box.open(sealed, 'provider:a')).toBe(plain);
    expect(box.seal(plain, 'provider:a')).not.toBe(sealed);
    expect(sealed).not.toContain('secret');
    expect(box.open(box.seal('', 'x'), 'x')).toBe('');
  });

  it('opens a text for its owner only', async () => {
    const box = createSecretBox({ directory: await createTestDirectory() });
    const sealed = box.seal('secret', 'provider:a');
    expect(() => box.open(sealed, 'provider:b')).toThrow('moved to where it does not belong');
  });

  it('notices every changed byte', async () => {
    const box = createSecretBox({ directory: await createTestDirectory() });
    const [version, keyId, body = ''] = box.seal('secret', 'a').split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => box.open(`${version}.${keyId}.${changed.toString('base64url')}`, 'a')).toThrow('damaged');
    }
    for (const broken of ['', 'v1', `v1.${keyId}.`, `v2.${keyId}.${body}`, `v1.${keyId}.AAAA`]) {
      expect(() => box.open(broken, 'a')).toThrow('damaged');
    }
  });

  it('makes its key when it is first needed, for this user only', async () => {
    const directory = await createTestDirectory();
    const path = join(directory, 'secret.key');
    const box = createSecretBox({ directory });
    expect(existsSync(path)).toBe(false);
    const sealed = box.seal('secret', 'a');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(createSecretBox({ directory }).open(sealed, 'a')).toBe('secret');
    expect(sealed).not.toContain(readFileSync(path, 'utf8').trim());
  });

  it('needs no file where a key is configured', async () => {
    const directory = await createTestDirectory();
    const key = createKey();
    const sealed = createSecretBox({ directory, key }).seal('secret', 'a');
    expect(existsSync(join(directory, 'secret.key'))).toBe(false);
    expect(createSecretBox({ directory, key }).open(sealed, 'a')).toBe('secret');
  });

  it('says which key is missing, and which it has', async () => {
    const directory = await createTestDirectory();
    const [first, second] = [createKey(), createKey()];
    const sealed = createSecretBox({ directory, key: first }).seal('secret', 'a');
    const other = createSecretBox({ directory, key: second });
    expect(() => other.open(sealed, 'a')).toThrow(
      `sealed with the key ${first.id}, and this server has the key ${second.id}`,
    );
    expect(() => createSecretBox({ directory }).open(sealed, 'a')).toThrow('this server has no key');
  });

  it('opens what the previous key sealed, and knows that it is to be sealed anew', async () => {
    const directory = await createTestDirectory();
    const [previousKey, key] = [createKey(), createKey()];
    const sealed = createSecretBox({ directory, key: previousKey }).seal('secret', 'a');
    const box = createSecretBox({ directory, key, previousKey });
    expect(box.isOutdated(sealed)).toBe(true);
    expect(box.open(sealed, 'a')).toBe('secret');
    expect(box.isOutdated(box.seal('secret', 'a'))).toBe(false);
  });

  it('opens what a key in a file sealed once another is configured', async () => {
    const directory = await createTestDirectory();
    const sealed = createSecretBox({ directory }).seal('secret', 'a');
    const box = createSecretBox({ directory, key: createKey() });
    expect(box.isOutdated(sealed)).toBe(true);
    expect(box.open(sealed, 'a')).toBe('secret');
  });

  it('does not replace a file that holds no key', async () => {
    const directory = await createTestDirectory();
    const path = join(directory, 'secret.key');
    writeFileSync(path, 'hunter2');
    expect(() => createSecretBox({ directory })).toThrow(`${path} is no key`);
    expect(readFileSync(path, 'utf8')).toBe('hunter2');
  });

  it('says so when the file cannot be made', async () => {
    const directory = await createTestDirectory();
    const box = createSecretBox({ directory });
    rmSync(directory, { recursive: true });
    expect(() => box.seal('secret', 'a')).toThrow('cannot make');
  });

  it('derives keys that differ by purpose and stay the same', async () => {
    const directory = await createTestDirectory();
    const key = createKey();
    const box = createSecretBox({ directory, key });
    expect(box.deriveKey('one')).toHaveLength(32);
    expect(box.deriveKey('one')).toEqual(createSecretBox({ directory, key }).deriveKey('one'));
    expect(box.deriveKey('one')).not.toEqual(box.deriveKey('two'));
    expect(box.deriveKey('one')).not.toEqual(key.bytes);
  });
});

describe('parseSecretKey', () => {
  const bytes = Buffer.alloc(32, 0xfb);

  it.each(['base64', 'base64url', 'hex'] as const)('reads %s', (encoding) => {
    expect(parseSecretKey(` ${bytes.toString(encoding)}\n`, 'OUTCROP_SECRET_KEY').bytes).toEqual(bytes);
  });

  it.each(['', 'hunter2', 'x'.repeat(32), 'f'.repeat(63), bytes.toString('base64').slice(1)])(
    'refuses %j without repeating it',
    (text) => {
      const parse = () => parseSecretKey(text, 'OUTCROP_SECRET_KEY');
      expect(parse).toThrow('OUTCROP_SECRET_KEY is no key: it takes 32 random bytes');
      if (text !== '') expect(parse).toThrow(expect.not.stringContaining(text));
    },
  );
});
