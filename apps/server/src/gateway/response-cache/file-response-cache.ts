import { createHmac } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CacheKey, ResponseCache } from '@outcrop/gateway';
import { openAnswer, sealAnswer } from './sealed-answer.ts';

export interface FileResponseCacheOptions {
  directory: string;
  /** Over all answers on disk. */
  maxBytes: number;
  /** Makes a key of 32 bytes for a purpose out of the server's secret. */
  deriveKey: (purpose: string) => Buffer;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  /** Told of trouble with the disk, which no call notices. */
  logError: (error: unknown) => void;
}

export interface FileResponseCache extends ResponseCache {
  /** Waits for writes under way. */
  close(): Promise<void>;
}

/** One file an answer, encrypted with a key of its project. What was used longest ago goes when there is no more room. */
export async function createFileResponseCache(options: FileResponseCacheOptions): Promise<FileResponseCache> {
  const { directory, maxBytes, deriveKey, now, logError } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const sizes = await readSizes(directory);
  let totalBytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const { nameOf, keyOf } = createNaming(deriveKey);
  let writing: Promise<void> = Promise.resolve();

  async function remove(name: string): Promise<void> {
    totalBytes -= sizes.get(name) ?? 0;
    sizes.delete(name);
    await rm(join(directory, name), { force: true });
  }

  async function write(name: string, bytes: Buffer): Promise<void> {
    if (bytes.length > maxBytes) return;
    const path = join(directory, name);
    await writeFile(`${path}.new`, bytes, { mode: 0o600 });
    await rename(`${path}.new`, path);
    totalBytes += bytes.length - (sizes.get(name) ?? 0);
    sizes.delete(name);
    sizes.set(name, bytes.length);
    for (const oldest of sizes.keys()) {
      if (totalBytes <= maxBytes) break;
      await remove(oldest);
    }
  }

  async function find(key: CacheKey) {
    const name = nameOf(key);
    const size = sizes.get(name);
    if (size === undefined) return undefined;
    const opened = openAnswer(await readFile(join(directory, name)), { key: keyOf(key), owner: name });
    if (!opened || opened.expiresAt <= now()) {
      await remove(name);
      return undefined;
    }
    // Used last: the last to go, after a restart too.
    sizes.delete(name);
    sizes.set(name, size);
    const time = new Date(now());
    void utimes(join(directory, name), time, time).catch(() => undefined);
    return opened.answer;
  }

  return {
    find: async (key) =>
      find(key).catch((error: unknown) => {
        logError(error);
        return undefined;
      }),
    store(key, answer, ttlSeconds) {
      const expiresAt = now() + ttlSeconds * 1000;
      writing = writing
        .then(() => {
          const name = nameOf(key);
          return write(name, sealAnswer({ answer, expiresAt }, { key: keyOf(key), owner: name }));
        })
        .catch(logError);
    },
    close: () => writing,
  };
}

/** Keys are derived when they are first needed: where nobody caches, no secret has to be made. */
function createNaming(deriveKey: FileResponseCacheOptions['deriveKey']) {
  let nameKey: Buffer | undefined;
  return {
    nameOf: ({ hash }: CacheKey): string =>
      createHmac('sha256', (nameKey ??= deriveKey('response cache: names')))
        .update(hash)
        .digest('hex'),
    keyOf: ({ project }: CacheKey): Buffer => deriveKey(`response cache: project ${project}`),
  };
}

/** Used longest ago first. What a crash left half written goes. */
async function readSizes(directory: string): Promise<Map<string, number>> {
  const files: { name: string; size: number; usedAt: number }[] = [];
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    if (name.endsWith('.new')) {
      await rm(path, { force: true });
      continue;
    }
    const { size, mtimeMs } = await stat(path);
    files.push({ name, size, usedAt: mtimeMs });
  }
  files.sort((left, right) => left.usedAt - right.usedAt);
  return new Map(files.map(({ name, size }) => [name, size]));
}
