interface Signature {
  contentType: string;
  offset: number;
  bytes: readonly number[];
}

const signatures: readonly Signature[] = [
  { contentType: 'image/png', offset: 0, bytes: [0x89, 0x50, 0x4e, 0x47] },
  { contentType: 'image/jpeg', offset: 0, bytes: [0xff, 0xd8, 0xff] },
  { contentType: 'image/gif', offset: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { contentType: 'image/webp', offset: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { contentType: 'audio/wav', offset: 8, bytes: [0x57, 0x41, 0x56, 0x45] },
  { contentType: 'application/pdf', offset: 0, bytes: [0x25, 0x50, 0x44, 0x46] },
  { contentType: 'application/zip', offset: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { contentType: 'video/mp4', offset: 4, bytes: [0x66, 0x74, 0x79, 0x70] },
  { contentType: 'video/webm', offset: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { contentType: 'audio/mpeg', offset: 0, bytes: [0x49, 0x44, 0x33] },
  { contentType: 'audio/ogg', offset: 0, bytes: [0x4f, 0x67, 0x67, 0x53] },
  { contentType: 'audio/flac', offset: 0, bytes: [0x66, 0x4c, 0x61, 0x43] },
];

/** As many bytes as {@link sniffContentType} looks at. */
export const sniffedByteLength = 12;

/** The media type that the first bytes give away. */
export function sniffContentType(bytes: Uint8Array): string | undefined {
  return signatures.find((signature) =>
    signature.bytes.every((byte, index) => bytes[signature.offset + index] === byte),
  )?.contentType;
}

/**
 * The `format` of Bedrock's image, audio, video and document blocks.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html
 */
const formats: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  mp3: 'audio/mpeg',
  mpga: 'audio/mpeg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  opus: 'audio/ogg',
  aac: 'audio/aac',
  'x-aac': 'audio/aac',
  m4a: 'audio/mp4',
  mka: 'audio/x-matroska',
  pcm: 'audio/pcm',
  mov: 'video/quicktime',
  flv: 'video/x-flv',
  wmv: 'video/x-ms-wmv',
  mpg: 'video/mpeg',
  three_gp: 'video/3gpp',
  pdf: 'application/pdf',
  csv: 'text/csv',
  txt: 'text/plain',
  md: 'text/markdown',
  html: 'text/html',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Formats of sound as well as of pictures in motion: the block that holds them tells which. */
const sharedFormats: Readonly<Record<string, { audio: string; video: string }>> = {
  mp4: { audio: 'audio/mp4', video: 'video/mp4' },
  mpeg: { audio: 'audio/mpeg', video: 'video/mpeg' },
  webm: { audio: 'audio/webm', video: 'video/webm' },
  ogg: { audio: 'audio/ogg', video: 'video/ogg' },
  mkv: { audio: 'audio/x-matroska', video: 'video/x-matroska' },
};

/** The media type of a declared format, or of what is a media type already; undefined for what is neither. */
export function mapFormatToContentType(
  format: string,
  medium: 'audio' | 'video' = 'video',
): string | undefined {
  const name = format.trim().toLowerCase();
  if (Object.hasOwn(sharedFormats, name)) return sharedFormats[name]?.[medium];
  if (Object.hasOwn(formats, name)) return formats[name];
  return /^[\w.+-]{1,100}\/[\w.+-]{1,100}(?:;|$)/.exec(name)?.[0].replace(';', '');
}
