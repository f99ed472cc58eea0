/** Inclusive positions of the first and the last byte. */
export interface ByteRange {
  first: number;
  last: number;
}

export interface StoredAttachment {
  byteLength: number;
  /** All bytes, or those of a range that lies within `byteLength`. Each call reads from the beginning. */
  read(range?: ByteRange): AsyncIterable<Uint8Array>;
}

export interface WriteAttachmentOptions {
  /** 64 lower-case hex digits. */
  sha256: string;
  bytes: AsyncIterable<Uint8Array>;
  maxBytes: number;
}

/** The outcome of {@link AttachmentStore.write}. */
export interface WrittenAttachment {
  byteLength: number;
}

/**
 * Bytes by their SHA-256, so that the same content is kept once. Any number of writers and readers may work at a time.
 * Every method rejects with `store_unavailable` once the store is closed, and throws a TypeError for what is no hash.
 */
export interface AttachmentStore {
  /**
   * Those of the hashes that the store has no bytes for, each once, in the order given. The others count as used now:
   * who asks relies on them.
   */
  findMissing(sha256s: readonly string[]): Promise<string[]>;
  /**
   * Keeps the bytes; once it resolves they survive a crash. What is there already is written again without harm.
   * Rejects with `hash_mismatch` when the bytes have another hash, `attachment_too_large` as soon as they pass
   * `maxBytes`, `store_full` when there is no room, and with what `bytes` throws. Nothing of a rejected write remains.
   */
  write(options: WriteAttachmentOptions): Promise<WrittenAttachment>;
  /**
   * Deletes the bytes unless they were written or asked for since, in milliseconds since the Unix epoch. Returns whether
   * they are gone.
   */
  deleteUnused(sha256: string, since: number): Promise<boolean>;
  /** Undefined when the store has no such bytes. */
  find(sha256: string): Promise<StoredAttachment | undefined>;
  /** Idempotent. */
  close(): Promise<void>;
}
