const signatures: readonly { contentType: string; offset: number; bytes: readonly number[] }[] = [
  { contentType: 'image/png', offset: 0, bytes: [0x89, 0x50, 0x4e, 0x47] },
  { contentType: 'image/jpeg', offset: 0, bytes: [0xff, 0xd8, 0xff] },
  { contentType: 'image/gif', offset: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { contentType: 'image/webp', offset: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { contentType: 'audio/wav', offset: 8, bytes: [0x57, 0x41, 0x56, 0x45] },
  { contentType: 'application/pdf', offset: 0, bytes: [0x25, 0x50, 0x44, 0x46] },
  { contentType: 'application/zip', offset: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { contentType: 'video/mp4', offset: 4, bytes: [0x66, 0x74, 0x79, 0x70] },
  { contentType: 'video/webm', offset: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { contentType: 'audio/mpeg', offset: 0, bytes: [0x49, 0x44, 0x33] },
  { contentType: 'audio/ogg', offset: 0, bytes: [0x4f, 0x67, 0x67, 0x53] },
  { contentType: 'audio/flac', offset: 0, bytes: [0x66, 0x4c, 0x61, 0x43] },
];

/** The media type that the first bytes give away, else `application/octet-stream`. */
export function sniffContentType(bytes: Uint8Array): string {
  const found = signatures.find((signature) =>
    signature.bytes.every((byte, index) => bytes[signature.offset + index] === byte),
  );
  return found?.contentType ?? 'application/octet-stream';
}
