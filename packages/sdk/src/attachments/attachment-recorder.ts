import { BorrowedBytes, type ByteSource, type PendingAttachment } from '@outcrop/bedrock';
import type { AttachmentReference } from '@outcrop/protocol';
import { finishAtProcessEnd, type Flushable } from '../export/process-end.ts';
import type { ServerTrouble } from '../export/server-trouble.ts';
import { AttachmentUploader, type AttachmentStatus } from './attachment-uploader.ts';
import { hashBytes } from './hash-bytes.ts';

const unreadInTime = 'its bytes could not be read in time';

export interface AttachmentSettings {
  attachments: 'upload' | 'metadata';
  maxAttachmentBytes: number;
  maxAttachmentQueueBytes: number;
  apiUrl: string;
  apiKey: string;
  requestTimeoutMs: number;
  flushTimeoutMs: number;
  exitTimeoutMs: number;
}

/** The attachments of one recorded value, on their way to their hashes. */
export interface AttachmentTicket {
  /** From here on the bytes may be changed by their owner. */
  own(): void;
  /** Resolves when every reference has its hash or its note; never rejects. */
  hashed: Promise<void>;
}

/** Hashes attachments in the background, one after another, and hands them to the uploader. Nothing here throws. */
export class AttachmentRecorder implements Flushable {
  readonly exitTimeoutMs: number;
  readonly #settings: AttachmentSettings;
  readonly #uploader: AttachmentUploader;
  #heldBytes = 0;
  #isRegistered = false;
  readonly #unhashed = new Set<AttachmentReference>();
  /** The end of all hashing so far. */
  #hashing: Promise<void> = Promise.resolve();

  constructor(settings: AttachmentSettings, trouble: ServerTrouble) {
    this.#settings = settings;
    this.exitTimeoutMs = settings.exitTimeoutMs;
    this.#uploader = new AttachmentUploader({
      ...settings,
      trouble,
      release: (byteLength) => {
        this.#heldBytes -= byteLength;
      },
    });
  }

  /** Undefined when the bytes of none of them are wanted; the reason is noted on their references. */
  take(attachments: readonly PendingAttachment[]): AttachmentTicket | undefined {
    const taken = attachments.filter(({ reference }) => this.#reserve(reference));
    if (taken.length === 0) return undefined;
    if (!this.#isRegistered) finishAtProcessEnd(this);
    this.#isRegistered = true;
    for (const attachment of taken) {
      this.#unhashed.add(attachment.reference);
      this.#hashing = this.#hashing.then(() => this.#hash(attachment));
    }
    return {
      own: () => {
        for (const { source } of taken) if (!(source instanceof Blob)) source.own();
      },
      hashed: this.#hashing,
    };
  }

  get isHashing(): boolean {
    return this.#unhashed.size > 0;
  }

  /** Resolves when what was taken so far is hashed, or after `timeoutMs`: what is not hashed then goes without its bytes. */
  async waitForHashes(timeoutMs: number): Promise<void> {
    try {
      await within(timeoutMs, this.#hashing);
    } catch {
      for (const reference of this.#unhashed) reference.note = unreadInTime;
    }
  }

  /** Resolves when everything is uploaded, when the server failed three times, or when the time is up. */
  async flush(): Promise<void> {
    await this.#uploader.flush();
  }

  getStatus(): AttachmentStatus {
    return this.#uploader.getStatus();
  }

  endOpenSpans(): void {
    // There are none here.
  }

  finishAtOnce(): void {
    // An attachment is not worth holding up the end of the process: its span goes without its bytes.
  }

  #reserve(reference: AttachmentReference): boolean {
    const { byte_length: byteLength = 0 } = reference;
    const note = this.#findObstacle(byteLength);
    if (note === undefined) this.#heldBytes += byteLength;
    else reference.note = note;
    return note === undefined;
  }

  #findObstacle(byteLength: number): string | undefined {
    const { attachments, maxAttachmentBytes, maxAttachmentQueueBytes } = this.#settings;
    if (attachments === 'metadata') return 'recorded without its bytes, as set';
    if (byteLength > maxAttachmentBytes) return `larger than maxAttachmentBytes (${maxAttachmentBytes})`;
    if (!this.#uploader.isSupported) return 'the server takes no attachments';
    if (this.#heldBytes + byteLength > maxAttachmentQueueBytes) {
      return `more bytes were waiting than maxAttachmentQueueBytes (${maxAttachmentQueueBytes})`;
    }
    return undefined;
  }

  async #hash({ reference, source }: PendingAttachment): Promise<void> {
    const { byte_length: reserved = 0 } = reference;
    try {
      if (reference.note === unreadInTime) throw new Error('there was no time');
      const bytes = await readSource(source, this.#settings.flushTimeoutMs);
      reference.sha256 = await hashBytes(bytes);
      this.#uploader.upload(reference.sha256, bytes);
    } catch (error) {
      reference.note ??= `its bytes could not be read: ${error instanceof Error ? error.message : typeof error}`;
      this.#heldBytes -= reserved;
    } finally {
      this.#unhashed.delete(reference);
    }
  }
}

/** The app's own Blob may never give its bytes. */
async function within<Value>(timeoutMs: number, promise: Promise<Value>, isAwaited = true): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    if (!isAwaited) timer.unref();
  });
  try {
    return await Promise.race([promise, timeIsUp]);
  } finally {
    clearTimeout(timer);
  }
}

async function readSource(source: ByteSource | Blob, timeoutMs: number): Promise<ByteSource> {
  if (!(source instanceof Blob)) return source;
  return new BorrowedBytes(new Uint8Array(await within(timeoutMs, source.arrayBuffer(), false)));
}
