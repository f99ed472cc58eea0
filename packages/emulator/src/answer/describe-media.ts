import type { Part } from './conversation.ts';
import { readImageSize } from './image-size.ts';
import { countTokens } from './tokenize.ts';

export type MediaPart = Extract<Part, { kind: 'media' }>;

/** Such as `a PNG image of 1 × 1 pixels (70 bytes)`. */
export function describeMedia(part: MediaPart): string {
  const size = part.medium === 'image' ? readImageSize(part.format, part.bytes) : undefined;
  const name = part.name === undefined ? '' : ` “${part.name}”`;
  const pixels = size ? ` of ${size.width} × ${size.height} pixels` : '';
  return `${articleFor(part.format)} ${part.format.toUpperCase()} ${part.medium}${name}${pixels} (${part.bytes.byteLength} bytes)`;
}

/** Images by area as Claude counts them; text documents by their words; other bytes by length. */
export function countMediaTokens(part: MediaPart): number {
  if (part.medium === 'image') {
    const size = readImageSize(part.format, part.bytes);
    // https://docs.claude.com/en/docs/build-with-claude/vision#calculate-image-costs
    return size ? Math.max(1, Math.ceil((size.width * size.height) / 750)) : 1600;
  }
  if (['txt', 'md', 'csv', 'html'].includes(part.format)) {
    return countTokens(Buffer.from(part.bytes).toString('utf8'));
  }
  return Math.max(1, Math.ceil(part.bytes.byteLength / 64));
}

function articleFor(format: string): string {
  return /^(?:[aeio]|[fhlmnrsx](?![aeiou]))/i.test(format) ? 'an' : 'a';
}
