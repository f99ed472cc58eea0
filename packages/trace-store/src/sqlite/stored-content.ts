import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Text as it is, bytes when deflated. */
export type StoredContent = string | Buffer;

// Below this the deflate header and the call cost more than the bytes saved.
const smallestDeflated = 512;

// Level 1 leaves 37 % of a prompt, level 6 leaves 35 % for twice the time.
const level = 1;

/**
 * By length of the content: half the time of a small one would go into making tables for a window of 32 kB. A chunk is
 * what zlib takes for its output whatever comes, and keeps until the collector finds it.
 */
const windows = [
  { upTo: 4096, options: { level, windowBits: 12, memLevel: 5, chunkSize: 2048 } },
  { upTo: 16_384, options: { level, windowBits: 14, memLevel: 7, chunkSize: 8192 } },
  { upTo: Infinity, options: { level } },
] as const;

export function packContent(content: string): StoredContent {
  if (content.length < smallestDeflated) return content;
  const plain = Buffer.from(content);
  const window = windows.find(({ upTo }) => plain.length <= upTo);
  const deflated = deflateRawSync(plain, window?.options);
  return deflated.length < plain.length ? deflated : content;
}

/** The content that was given to {@link packContent}. */
export function unpackContent(stored: StoredContent): string {
  return typeof stored === 'string' ? stored : inflateRawSync(stored).toString();
}
