/** Bedrock's word for what base64 data begins with, such as `png`; undefined when the bytes do not say. */
export function sniffFormat(base64: string): string | undefined {
  const head = Buffer.from(base64.slice(0, 64), 'base64');
  return signatures.find(({ offset = 0, bytes }) =>
    head.subarray(offset, offset + bytes.length).equals(bytes),
  )?.format;
}

const signatures: readonly { format: string; bytes: Buffer; offset?: number }[] = [
  { format: 'png', bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47]) },
  { format: 'jpeg', bytes: Buffer.from([0xff, 0xd8, 0xff]) },
  { format: 'gif', bytes: Buffer.from('GIF8') },
  { format: 'webp', bytes: Buffer.from('WEBP'), offset: 8 },
  { format: 'pdf', bytes: Buffer.from('%PDF') },
  { format: 'wav', bytes: Buffer.from('WAVE'), offset: 8 },
  { format: 'flac', bytes: Buffer.from('fLaC') },
  { format: 'ogg', bytes: Buffer.from('OggS') },
  { format: 'mp3', bytes: Buffer.from('ID3') },
];
