import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttachmentStore, ByteRange, WrittenAttachment } from './attachment-store.ts';

export interface AttachmentStoreHarness {
  /** A store over the same data each time it is called, until `discard`. */
  open(): Promise<AttachmentStore>;
  discard(): Promise<void>;
}

const plenty = 1_000_000;

/** What every AttachmentStore promises. */
export function describeAttachmentStore(name: string, createHarness: () => AttachmentStoreHarness): void {
  describe(`attachment store: ${name}`, () => {
    let harness: AttachmentStoreHarness;
    let store: AttachmentStore;

    beforeEach(async () => {
      harness = createHarness();
      store = await harness.open();
    });
    afterEach(async () => {
      await store.close();
      await harness.discard();
    });
    const reopen = async (): Promise<void> => {
      await store.close();
      store = await harness.open();
    };

    describeKeeping(() => store, reopen);
    describeRefusals(() => store);
    describeClosing(() => store);
  });
}

function describeKeeping(getStore: () => AttachmentStore, reopen: () => Promise<void>): void {
  it('keeps bytes across a reopen', async () => {
    const bytes = randomBytes(300_000);
    expect(await write(getStore(), bytes)).toEqual({ byteLength: 300_000 });
    await reopen();
    expect(await read(getStore(), hash(bytes))).toEqual(bytes);
  });

  it('keeps an empty attachment', async () => {
    const empty = Buffer.alloc(0);
    await write(getStore(), empty);
    expect(await read(getStore(), hash(empty))).toEqual(empty);
  });

  it('reads a range, the ends included', async () => {
    const bytes = Buffer.from('0123456789');
    await write(getStore(), bytes);
    expect(await read(getStore(), hash(bytes), { first: 2, last: 4 })).toEqual(Buffer.from('234'));
    expect(await read(getStore(), hash(bytes), { first: 9, last: 9 })).toEqual(Buffer.from('9'));
  });

  it('takes the same content from many writers at once and again later', async () => {
    const bytes = randomBytes(100_000);
    await Promise.all(Array.from({ length: 8 }, () => write(getStore(), bytes)));
    await write(getStore(), bytes);
    expect(await read(getStore(), hash(bytes))).toEqual(bytes);
  });

  it('deletes what was neither written nor asked for since, once', async () => {
    const bytes = Buffer.from('unused');
    const before = Date.now() - 1000;
    await write(getStore(), bytes);
    expect(await getStore().deleteUnused(hash(bytes), before)).toBe(false);
    await reopen();
    expect(await getStore().deleteUnused(hash(bytes), Date.now() + 1000)).toBe(true);
    expect(await getStore().findMissing([hash(bytes)])).toEqual([hash(bytes)]);
    expect(await getStore().deleteUnused(hash(bytes), Date.now() + 1000)).toBe(true);
  });

  it('tells nobody that it has what it is about to delete', async () => {
    const all = Array.from({ length: 50 }, (_, index) => Buffer.from(`${index}`));
    for (const bytes of all) await write(getStore(), bytes);
    // Later than all was written, and before it is asked for.
    const since = Date.now() + 5;
    while (Date.now() <= since) await new Promise((resolve) => setImmediate(resolve));
    const outcomes = all.map(async (bytes, index) => {
      const [missing] = await Promise.all([
        getStore().findMissing([hash(bytes)]),
        getStore().deleteUnused(hash(bytes), since),
        index % 2 === 0 && getStore().findMissing([hash(bytes)]),
      ]);
      return missing.length > 0 || (await getStore().find(hash(bytes))) !== undefined;
    });
    expect(await Promise.all(outcomes)).not.toContain(false);
  });

  it('says what it lacks, each hash once, in the order asked', async () => {
    const kept = Buffer.from('kept');
    const [first, second] = [hash(Buffer.from('z')), hash(Buffer.from('a'))];
    await write(getStore(), kept);
    expect(await getStore().findMissing([first, hash(kept), second, first])).toEqual([first, second]);
    expect(await getStore().findMissing([])).toEqual([]);
  });

  it('finds nothing for an unknown hash', async () => {
    expect(await getStore().find('0'.repeat(64))).toBeUndefined();
  });
}

function describeRefusals(getStore: () => AttachmentStore): void {
  const sha256 = hash(Buffer.from('announced'));
  const lacksIt = async (): Promise<void> => {
    expect(await getStore().findMissing([sha256])).toEqual([sha256]);
  };

  it('refuses bytes with another hash and keeps nothing of them', async () => {
    const bytes = inChunks(Buffer.from('other'));
    const writing = getStore().write({ sha256, bytes, maxBytes: plenty });
    await expect(writing).rejects.toMatchObject({ code: 'hash_mismatch' });
    await lacksIt();
  });

  it('stops reading as soon as the bytes are too many', async () => {
    let chunksRead = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        chunksRead += 1;
        yield Buffer.alloc(1000);
      }
    }
    const writing = getStore().write({ sha256, bytes: endless(), maxBytes: 2500 });
    await expect(writing).rejects.toMatchObject({ code: 'attachment_too_large' });
    expect(chunksRead).toBe(3);
    await lacksIt();
  });

  it('takes exactly as many bytes as are allowed', async () => {
    const bytes = Buffer.from('announced');
    await getStore().write({ sha256, bytes: inChunks(bytes), maxBytes: bytes.length });
    expect(await read(getStore(), sha256)).toEqual(bytes);
  });

  it('keeps nothing of a write whose source breaks, and passes its error on', async () => {
    const broken = new Error('connection lost');
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('announ');
      throw broken;
    }
    const writing = getStore().write({ sha256, bytes: breaking(), maxBytes: plenty });
    await expect(writing).rejects.toBe(broken);
    await lacksIt();
  });

  it('leaves what it has as it was when a later write of the same hash is refused', async () => {
    const bytes = Buffer.from('announced');
    await write(getStore(), bytes);
    const writing = getStore().write({ sha256, bytes: inChunks(Buffer.from('other')), maxBytes: plenty });
    await expect(writing).rejects.toMatchObject({ code: 'hash_mismatch' });
    expect(await read(getStore(), sha256)).toEqual(bytes);
  });

  it.each(['', '../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(64)}\n`, 'a'.repeat(63)])(
    'refuses %j as a hash',
    async (noHash) => {
      const bytes = inChunks(Buffer.from('x'));
      await expect(getStore().find(noHash)).rejects.toThrow(TypeError);
      await expect(getStore().findMissing([noHash])).rejects.toThrow(TypeError);
      await expect(getStore().write({ sha256: noHash, bytes, maxBytes: 9 })).rejects.toThrow(TypeError);
    },
  );
}

function describeClosing(getStore: () => AttachmentStore): void {
  it('closes twice', async () => {
    await getStore().close();
    await expect(getStore().close()).resolves.toBeUndefined();
  });

  it('refuses work once closed', async () => {
    await getStore().close();
    const closed = { code: 'store_unavailable' };
    await expect(getStore().find('0'.repeat(64))).rejects.toMatchObject(closed);
    await expect(getStore().findMissing(['0'.repeat(64)])).rejects.toMatchObject(closed);
    await expect(write(getStore(), Buffer.from('late'))).rejects.toMatchObject(closed);
  });
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function write(store: AttachmentStore, bytes: Buffer): Promise<WrittenAttachment> {
  return store.write({ sha256: hash(bytes), bytes: inChunks(bytes), maxBytes: plenty });
}

async function* inChunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
}

async function read(store: AttachmentStore, sha256: string, range?: ByteRange): Promise<Buffer | undefined> {
  const found = await store.find(sha256);
  if (!found) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of found.read(range)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
