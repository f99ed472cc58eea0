import type { ByteSource } from '@outcrop/bedrock';

/** Hashed between two turns of the event loop: a fraction of a millisecond. A multiple of three, for base64. */
const sliceBytes = 384 * 1024;

/**
 * The SHA-256 of the bytes as lower-case hex, computed in small steps that begin once the present work of the event loop
 * is done. Hashing here takes half of the time that `crypto.subtle` needs to copy the bytes for its thread. Rejects when
 * the source holds fewer bytes than it says.
 */
export async function hashBytes(source: ByteSource): Promise<string> {
  await nextTurn();
  const hash = process.getBuiltinModule('node:crypto').createHash('sha256');
  let byteLength = 0;
  for (let start = 0; start < source.byteLength; start += sliceBytes) {
    if (start > 0) await nextTurn();
    const slice = source.read(start, Math.min(start + sliceBytes, source.byteLength));
    byteLength += slice.byteLength;
    hash.update(slice);
  }
  if (byteLength !== source.byteLength) throw new Error('its base64 cannot be decoded');
  return hash.digest('hex');
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
