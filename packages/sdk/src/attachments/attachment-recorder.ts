import type { AttachmentReference } from '@outcrop/protocol';
import { finishAtProcessEnd, type Flushable } from '../export/process-end.ts';
import { AttachmentUploader, type AttachmentStatus } from './attachment-uploader.ts';
import { BorrowedBytes, type ByteSource } from './byte-source.ts';
import { hashBytes } from './hash-bytes.ts';
import type { PendingAttachment } from './pending-attachment.ts';

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
  #hashingCount = 0;
  /** The end of all hashing so far. */
  #hashing: Promise<void> = Promise.resolve();

  constructor(settings: AttachmentSettings) {
    this.#settings = settings;
    this.exitTimeoutMs = settings.exitTimeoutMs;
    this.#uploader = new AttachmentUploader({
      ...settings,
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
      this.#hashingCount += 1;
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
    return this.#hashingCount > 0;
  }

  /** Resolves when what was taken so far is hashed. */
  async waitForHashes(): Promise<void> {
    await this.#hashing;
  }

  /** Resolves when everything is uploaded, when the server failed three times, or when the time is up. */
  async flush(): Promise<void> {
    await this.#hashing;
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
      const bytes = await readSource(source);
      reference.sha256 = await hashBytes(bytes);
      this.#uploader.upload(reference.sha256, bytes);
    } catch (error) {
      reference.note = `its bytes could not be read: ${error instanceof Error ? error.message : typeof error}`;
      this.#heldBytes -= reserved;
    } finally {
      this.#hashingCount -= 1;
    }
  }
}

async function readSource(source: ByteSource | Blob): Promise<ByteSource> {
  return source instanceof Blob ? new BorrowedBytes(new Uint8Array(await source.arrayBuffer())) : source;
}
