import type { AttachmentReference } from '@outcrop/protocol';
import type { ByteSource } from './byte-source.ts';

/** An attachment that a value was found to hold, before its bytes are hashed. */
export interface PendingAttachment {
  /** Stands in the recorded value; the hash, or the reason why there are no bytes, is added to it later. */
  reference: AttachmentReference;
  /** A Blob can be read only later, and does not change until then. */
  source: ByteSource | Blob;
}
