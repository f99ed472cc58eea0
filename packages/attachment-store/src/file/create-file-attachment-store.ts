import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, utimes, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  AttachmentStore,
  StoredAttachment,
  WriteAttachmentOptions,
  WrittenAttachment,
} from '../attachment-store.ts';
import { attachmentTooLarge, hashMismatch, mapFileError, storeClosed } from '../attachment-store-error.ts';

export interface FileAttachmentStoreOptions {
  /** Made if it is missing. One process at a time may own it. */
  directory: string;
}

const sha256Pattern = /^[0-9a-f]{64}$/;

/** Keeps each attachment in a file named by its hash: `ab/abcd…`. What is still arriving lies in `incoming`. */
export async function createFileAttachmentStore({
  directory,
}: FileAttachmentStoreOptions): Promise<AttachmentStore> {
  try {
    await removeLeftovers(directory);
  } catch (error) {
    throw mapFileError(error, directory);
  }
  return new FileAttachmentStore(directory);
}

/** What a process that was killed had not received whole. */
async function removeLeftovers(directory: string): Promise<void> {
  const incoming = join(directory, 'incoming');
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
}

class FileAttachmentStore implements AttachmentStore {
  readonly #directory: string;
  #isClosed = false;

  constructor(directory: string) {
    this.#directory = directory;
  }

  async findMissing(sha256s: readonly string[]): Promise<string[]> {
    const distinct = [...new Set(sha256s)];
    const found = await Promise.all(distinct.map((sha256) => this.#touch(sha256)));
    return distinct.filter((_, index) => !found[index]);
  }

  async write({ sha256, bytes, maxBytes }: WriteAttachmentOptions): Promise<WrittenAttachment> {
    const { folder, file } = this.#locate(sha256);
    const draft = join(this.#directory, 'incoming', randomUUID());
    try {
      const received = await receive(draft, bytes, maxBytes);
      if (received.sha256 !== sha256) throw hashMismatch(sha256, received.sha256);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(draft, file);
      await syncDirectory(folder);
      await syncDirectory(this.#directory);
      return { byteLength: received.byteLength };
    } catch (error) {
      await rm(draft, { force: true });
      throw mapFileError(error, this.#directory);
    }
  }

  async deleteUnused(sha256: string, since: number): Promise<boolean> {
    const { file } = this.#locate(sha256);
    const draft = join(this.#directory, 'incoming', randomUUID());
    try {
      if ((await stat(file)).mtimeMs >= since) return false;
      // Whoever asks from here on is told that the bytes are missing; whoever asked before has left a mark.
      await rename(file, draft);
      const isUsed = (await stat(draft)).mtimeMs >= since;
      await (isUsed ? rename(draft, file) : rm(draft));
      return !isUsed;
    } catch (error) {
      if (isMissing(error)) return true;
      throw mapFileError(error, this.#directory);
    }
  }

  async find(sha256: string): Promise<StoredAttachment | undefined> {
    const byteLength = await this.#findSize(sha256);
    if (byteLength === undefined) return undefined;
    const { file } = this.#locate(sha256);
    return {
      byteLength,
      read: (range) => createReadStream(file, range && { start: range.first, end: range.last }),
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  async #findSize(sha256: string): Promise<number | undefined> {
    const { file } = this.#locate(sha256);
    try {
      return (await stat(file)).size;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw mapFileError(error, this.#directory);
    }
  }

  /** Whether the bytes are there; the file's time then says that they were asked for. */
  async #touch(sha256: string): Promise<boolean> {
    const { file } = this.#locate(sha256);
    const now = new Date();
    try {
      await utimes(file, now, now);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw mapFileError(error, this.#directory);
    }
  }

  #locate(sha256: string): { folder: string; file: string } {
    if (this.#isClosed) throw storeClosed(this.#directory);
    // The hash becomes a path, so nothing else may pass.
    if (!sha256Pattern.test(sha256)) {
      throw new TypeError(`[outcrop] ${JSON.stringify(sha256)} is no SHA-256: give 64 lower-case hex digits`);
    }
    const folder = join(this.#directory, sha256.slice(0, 2));
    return { folder, file: join(folder, sha256) };
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

interface ReceivedFile {
  sha256: string;
  byteLength: number;
}

/** Writes the bytes to a new file and onto the disk, and hashes them on the way. */
async function receive(
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<ReceivedFile> {
  const hash = createHash('sha256');
  let byteLength = 0;
  const handle = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of bytes) {
      byteLength += chunk.byteLength;
      if (byteLength > maxBytes) throw attachmentTooLarge(maxBytes);
      hash.update(chunk);
      await writeWhole(handle, chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), byteLength };
}

async function writeWhole(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.byteLength;) {
    written += (await handle.write(chunk, written)).bytesWritten;
  }
}

/** Makes a rename last through a power cut, where the system lets a directory be synced (Windows does not). */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
