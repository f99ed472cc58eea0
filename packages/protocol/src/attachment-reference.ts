/**
 * Stands in an input or output where bytes stood, or where an address of bytes stands. Bytes are kept once by their
 * SHA-256, however many spans refer to them.
 */
export interface AttachmentReference {
  type: 'attachment';
  /** As the call declared it, else as the first bytes tell, else `application/octet-stream`. */
  content_type: string;
  /** Absent when only the address is known. */
  byte_length?: number;
  /** 64 lower-case hex digits; absent when the bytes were not hashed. */
  sha256?: string;
  /** Such as a document's name. */
  name?: string;
  /** Where the bytes are when the call named an address, such as `s3://bucket/key`. Nothing is fetched from it. */
  uri?: string;
  /** Why the bytes are not kept. */
  note?: string;
}

/** Whether this is the SHA-256 of an attachment: 64 lower-case hex digits. */
export function isSha256(value: string): boolean {
  return /^[0-9a-f]{64}$/.test(value);
}
