import { randomBytes, hkdfSync } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestDirectory } from '../../testing/create-test-server.ts';
import { createFileResponseCache, type FileResponseCacheOptions } from './file-response-cache.ts';

const secret = randomBytes(32);
const keyOf = (project: string, hash = 'hash') => ({ project, hash });
const answerOf = (text: string) => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body: Buffer.from(text),
  storedAt: 1_000_000,
});

async function openCache(overrides: Partial<FileResponseCacheOptions> = {}) {
  const directory = overrides.directory ?? (await createTestDirectory());
  const clock = { time: 1_000_000 };
  const open = (more: Partial<FileResponseCacheOptions> = {}) =>
    createFileResponseCache({
      directory,
      maxBytes: 1_000_000,
      deriveKey: (purpose) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)),
      now: () => clock.time,
      logError: (error) => {
        throw error;
      },
      ...overrides,
      ...more,
    });
  return { directory, clock, open, cache: await open() };
}

describe('the response cache on disk', () => {
  it('gives back what was stored, byte for byte, after a restart too, until it expires', async () => {
    const { clock, cache, open } = await openCache();
    const body = randomBytes(5000);
    cache.store(keyOf('p'), { ...answerOf(''), body }, 10);
    await cache.close();
    expect(await cache.find(keyOf('p'))).toEqual({ ...answerOf(''), body });
    const reopened = await open();
    clock.time += 9999;
    expect((await reopened.find(keyOf('p')))?.body).toEqual(body);
    clock.time += 1;
    expect(await reopened.find(keyOf('p'))).toBeUndefined();
    expect(await reopened.find(keyOf('p', 'other'))).toBeUndefined();
  });

  it('keeps nothing readable on disk, and nothing that opens for another project or place', async () => {
    const { directory, cache } = await openCache();
    cache.store(keyOf('p'), answerOf('a planted secret'), 10);
    cache.store(keyOf('p', 'second'), answerOf('another'), 10);
    await cache.close();
    const [first = '', second = ''] = await readdir(directory);
    const bytes = await readFile(join(directory, first));
    expect(bytes.includes('planted')).toBe(false);
    expect(bytes.includes('event-stream')).toBe(false);
    await writeFile(join(directory, second), bytes);
    const found = [await cache.find(keyOf('p')), await cache.find(keyOf('p', 'second'))];
    expect(found.filter((answer) => answer !== undefined)).toHaveLength(1);
    expect(await cache.find(keyOf('q'))).toBeUndefined();
  });

  it('lets what was used longest ago go when there is no more room', async () => {
    const { directory, cache, open } = await openCache({ maxBytes: 3500 });
    for (const name of ['a', 'b', 'c']) cache.store(keyOf('p', name), answerOf('x'.repeat(900)), 10);
    await cache.close();
    expect(await cache.find(keyOf('p', 'a'))).toBeDefined();
    cache.store(keyOf('p', 'd'), answerOf('x'.repeat(900)), 10);
    cache.store(keyOf('p', 'e'), answerOf('x'.repeat(5000)), 10);
    await cache.close();
    const has = async (name: string) => (await cache.find(keyOf('p', name))) !== undefined;
    expect([await has('a'), await has('b'), await has('c'), await has('d'), await has('e')]).toEqual([
      true,
      false,
      true,
      true,
      false,
    ]);
    await open({ maxBytes: 1 });
    expect(await readdir(directory)).toHaveLength(3);
  });
});
