// Node 20 has no stable zlib.crc32, and browsers have none. Made on first use so that importing costs nothing.
let table: Int32Array | undefined;

/** The CRC-32 (IEEE 802.3) of the bytes from `start` up to, not including, `end`; unsigned. */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  table ??= buildTable();
  let crc = -1;
  // An index loop: iterating a typed array is several times slower, and every byte of every stream passes here.
  for (let at = start; at < end; at += 1) {
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  }
  return ~crc >>> 0;
}

function buildTable(): Int32Array {
  const entries = new Int32Array(256);
  for (let byte = 0; byte < 256; byte += 1) {
    let entry = byte;
    for (let bit = 0; bit < 8; bit += 1) entry = entry & 1 ? (entry >>> 1) ^ 0xed_b8_83_20 : entry >>> 1;
    entries[byte] = entry;
  }
  return entries;
}
