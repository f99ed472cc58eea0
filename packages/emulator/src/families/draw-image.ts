import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { crc32 } from '@outcrop/bedrock';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const truecolour = [8, 2, 0, 0, 0];

export interface Drawing {
  /** Whatever the image depends on: equal subjects give equal images. */
  subject: string;
  width: number;
  height: number;
}

/** A PNG in base64, of one colour. https://www.w3.org/TR/png-3/ */
export function drawImage({ subject, width, height }: Drawing): string {
  const colour = createHash('sha256').update(subject).digest().subarray(0, 3);
  const row = Buffer.concat([Buffer.alloc(1), Buffer.alloc(width * 3, colour)]);
  const pixels = deflateSync(Buffer.alloc(row.length * height, row));
  const header = Buffer.alloc(8);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    signature,
    buildChunk('IHDR', Buffer.concat([header, Buffer.from(truecolour)])),
    buildChunk('IDAT', pixels),
    buildChunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}

function buildChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
