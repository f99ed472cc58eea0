// Browsers have no zlib. Made on first use so that importing costs nothing.
let table: Int32Array | undefined;

/**
 * The CRC-32 (IEEE 802.3) of the bytes from `start` up to, not including, `end`; unsigned. Every byte of every stream
 * passes here: four at a time by four tables takes half the time of one at a time, and iterating would take several times it.
 */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const entries = (table ??= buildTables());
  let crc = -1;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      entries[768 + (crc & 0xff)]! ^
      entries[512 + ((crc >>> 8) & 0xff)]! ^
      entries[256 + ((crc >>> 16) & 0xff)]! ^
      entries[crc >>> 24]!;
  }
  for (; at < end; at += 1) crc = (crc >>> 8) ^ entries[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}

/** After the usual table of 256 come those for a byte that one, two or three others follow. */
function buildTables(): Int32Array {
  const entries = new Int32Array(1024);
  for (let byte = 0; byte < 256; byte += 1) {
    let entry = byte;
    for (let bit = 0; bit < 8; bit += 1) entry = entry & 1 ? (entry >>> 1) ^ 0xed_b8_83_20 : entry >>> 1;
    entries[byte] = entry;
  }
  for (let at = 256; at < entries.length; at += 1) {
    const shorter = entries[at - 256]!;
    entries[at] = (shorter >>> 8) ^ entries[shorter & 0xff]!;
  }
  return entries;
}
