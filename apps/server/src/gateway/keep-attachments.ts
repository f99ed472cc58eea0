import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { AttachmentStore } from '@outcrop/attachment-store';
import type { ByteSource, PendingAttachment } from '@outcrop/bedrock';

/** Between two turns of the event loop: a fraction of a millisecond. A multiple of three, for base64. */
const sliceBytes = 384 * 1024;

export interface KeepAttachmentsOptions {
  attachmentStore: AttachmentStore;
  /** Limit of one attachment. */
  maxBytes: number;
}

/**
 * Hashes the attachments and hands the store those that it lacks. Their references then have their hash, or the reason
 * why the bytes are not kept. Never rejects.
 */
export async function keepAttachments(
  attachments: readonly PendingAttachment[],
  { attachmentStore, maxBytes }: KeepAttachmentsOptions,
): Promise<void> {
  for (const { reference, source } of attachments) {
    if (source instanceof Blob) continue;
    if (source.byteLength > maxBytes) {
      reference.note = `larger than OUTCROP_MAX_ATTACHMENT_BYTES (${maxBytes})`;
      continue;
    }
    try {
      const sha256 = await hash(source);
      const [missing] = await attachmentStore.findMissing([sha256]);
      if (missing) await attachmentStore.write({ sha256, bytes: readSlices(source), maxBytes });
      reference.sha256 = sha256;
    } catch (error) {
      reference.note = `its bytes could not be kept: ${error instanceof Error ? error.message : typeof error}`;
    }
  }
}

async function hash(source: ByteSource): Promise<string> {
  const hasher = createHash('sha256');
  let byteLength = 0;
  for await (const slice of readSlices(source)) {
    byteLength += slice.byteLength;
    hasher.update(slice);
  }
  if (byteLength !== source.byteLength) throw new Error('its base64 cannot be decoded');
  return hasher.digest('hex');
}

async function* readSlices(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < source.byteLength; start += sliceBytes) {
    if (start > 0) await setImmediate();
    yield source.read(start, Math.min(start + sliceBytes, source.byteLength));
  }
}
