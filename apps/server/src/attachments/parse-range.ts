import type { ByteRange } from '@outcrop/attachment-store';

/**
 * The range that a Range header asks for: https://www.rfc-editor.org/rfc/rfc9110#section-14.2. Undefined, which means
 * everything, for no header, for several ranges, and for what cannot be read.
 */
export function parseRange(
  header: string | undefined,
  byteLength: number,
): ByteRange | 'unsatisfiable' | undefined {
  const suffix = /^bytes=-(\d+)$/.exec(header ?? '');
  if (suffix) return keepWithin(byteLength - Number(suffix[1]), byteLength - 1, byteLength);
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined) return undefined;
  const last = to ? Number(to) : byteLength - 1;
  return to && last < Number(from) ? undefined : keepWithin(Number(from), last, byteLength);
}

function keepWithin(first: number, last: number, byteLength: number): ByteRange | 'unsatisfiable' {
  const range = { first: Math.max(first, 0), last: Math.min(last, byteLength - 1) };
  return range.first > range.last ? 'unsatisfiable' : range;
}
