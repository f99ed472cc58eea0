import { deflateRawSync } from 'node:zlib';

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** `zlib.crc32` is there only from Node 22. */
function computeCrc(content) {
  let crc = 0xffffffff;
  for (const byte of content) crc = (crc >>> 8) ^ crcTable[(crc ^ byte) & 0xff];
  return (crc ^ 0xffffffff) >>> 0;
}

const version = 20;
const madeOnUnix = 3 << 8;
/** 1 January 1980, so that the same files give the same archive. */
const date = 0x21;

/** The fields that a file's own header and the directory have in common. */
function writeFields({ packed, content, name }) {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(version, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt16LE(date, 8);
  fields.writeUInt32LE(computeCrc(content), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

/** A zip archive of `{ name, content, isExecutable }`: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function writeZip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, content, isExecutable } of files) {
    const packed = deflateRawSync(content, { level: 9 });
    const fields = writeFields({ packed, content, name });
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02');
    entry.writeUInt16LE(madeOnUnix | version, 4);
    fields.copy(entry, 6);
    entry.writeUInt32LE(((isExecutable ? 0o100755 : 0o100644) << 16) >>> 0, 38);
    entry.writeUInt32LE(offset, 42);
    parts.push(header);
    directory.push(entry, Buffer.from(name));
    offset += header.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}
