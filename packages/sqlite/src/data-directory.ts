import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OutcropError } from '@outcrop/protocol';
import Database from 'libsql';
import { mapStoreError } from './store-error.ts';
import { decodeJson } from './stored-json.ts';

/** A data directory that this process owns. */
export interface DataDirectory {
  path: string;
  /** Tells a second process where the owner can be reached. */
  announce(url: string): void;
  /** Idempotent. */
  release(): void;
}

export interface AcquireDataDirectoryOptions {
  /** Where the owner can be reached, when it is known already. */
  url?: string;
}

interface Owner {
  pid: number;
  url?: string;
}

/**
 * Creates the directory if needed and makes this process its owner, until `release` or the process ends, however it
 * ends. A directory that has an owner is refused with code `data_directory_in_use` and a message that names the owner.
 */
export function acquireDataDirectory(path: string, options: AcquireDataDirectoryOptions = {}): DataDirectory {
  const ownerFile = join(path, 'owner.json');
  const lock = takeLock(path, ownerFile);
  let isOwned = true;
  const announce = (url?: string): void => {
    if (isOwned) writeOwner(ownerFile, { pid: process.pid, url });
  };
  announce(options.url);
  return {
    path,
    announce,
    release() {
      if (!isOwned) return;
      isOwned = false;
      rmSync(ownerFile, { force: true });
      lock.exec('ROLLBACK');
      lock.close();
    },
  };
}

// The lock is the operating system's, held through SQLite on an empty database: it ends with the process even on
// SIGKILL, and is taken in one step. owner.json only says who holds it.
function takeLock(path: string, ownerFile: string): Database.Database {
  try {
    createDirectory(path);
  } catch (error) {
    throw createError(path, error);
  }
  try {
    const lock = new Database(join(path, 'owner.db'));
    try {
      lock.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      throw error;
    }
    return lock;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') {
      throw inUseError(path, readOwner(ownerFile));
    }
    throw mapStoreError(error, path);
  }
}

/** One level at a time: Node's own recursion never ends where a directory can be in no directory, such as /proc. */
function createDirectory(path: string): void {
  try {
    if (!existsSync(dirname(path))) createDirectory(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Of several that start at once, one creates it.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function createError(path: string, cause: unknown): OutcropError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new OutcropError(
    `[outcrop] cannot create the data directory ${path} (${reason}): set OUTCROP_DATA_DIR to a place you may write to.`,
    { code: 'store_unavailable', cause },
  );
}

function inUseError(path: string, owner: Owner | undefined): OutcropError {
  const who = owner ? `process ${owner.pid}${owner.url ? ` at ${owner.url}` : ''}` : 'another process';
  return new OutcropError(
    `[outcrop] the data directory ${path} is in use by ${who}: ` +
      'stop that one first, or start this one with another OUTCROP_DATA_DIR.',
    { code: 'data_directory_in_use' },
  );
}

function writeOwner(file: string, owner: Owner): void {
  const draft = `${file}.${owner.pid}`;
  writeFileSync(draft, JSON.stringify(owner));
  renameSync(draft, file);
}

function readOwner(file: string): Owner | undefined {
  try {
    return decodeJson<Owner | undefined>(readFileSync(file, 'utf8'), undefined);
  } catch {
    return undefined;
  }
}
