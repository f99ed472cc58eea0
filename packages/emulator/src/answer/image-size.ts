export interface ImageSize {
  width: number;
  height: number;
}

const readers: Readonly<Record<string, (bytes: Buffer) => ImageSize | undefined>> = {
  png: (bytes) =>
    bytes.length >= 24 && bytes.toString('latin1', 1, 4) === 'PNG'
      ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
      : undefined,
  gif: (bytes) =>
    bytes.length >= 10 && bytes.toString('latin1', 0, 3) === 'GIF'
      ? { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
      : undefined,
  jpeg: readJpegSize,
  jpg: readJpegSize,
};

/** Pixels of a PNG, GIF or JPEG from its header; undefined for other formats and for bytes that are no such image. */
export function readImageSize(format: string, bytes: Uint8Array): ImageSize | undefined {
  return readers[format.toLowerCase()]?.(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

function readJpegSize(bytes: Buffer): ImageSize | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xff_d8) return undefined;
  let offset = 2;
  while (offset + 9 <= bytes.length && bytes[offset] === 0xff) {
    const marker = bytes[offset + 1] ?? 0;
    if (isFrameMarker(marker)) {
      return { height: bytes.readUInt16BE(offset + 5), width: bytes.readUInt16BE(offset + 7) };
    }
    offset += 2 + bytes.readUInt16BE(offset + 2);
  }
  return undefined;
}

// SOF0–SOF15 hold the size; the three left out are tables that share the range.
function isFrameMarker(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
