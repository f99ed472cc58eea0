import type { MediaPart } from '../conversation/part.ts';

type MediaType = MediaPart['type'];

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html
const formats: Record<MediaType, ReadonlySet<string>> = {
  image: new Set(['png', 'jpeg', 'gif', 'webp']),
  document: new Set(['pdf', 'csv', 'doc', 'docx', 'xls', 'xlsx', 'html', 'txt', 'md']),
  audio: new Set('mp3 opus wav aac flac mp4 ogg mkv mka x-aac m4a mpeg mpga pcm webm'.split(' ')),
  video: new Set('mkv mov mp4 webm flv mpeg mpg wmv three_gp'.split(' ')),
};

/** Media types and file extensions whose last part is not already Bedrock's word. */
const otherNames: Readonly<Record<string, string>> = {
  jpg: 'jpeg',
  plain: 'txt',
  text: 'txt',
  markdown: 'md',
  'x-markdown': 'md',
  htm: 'html',
  msword: 'doc',
  'vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'vnd.ms-excel': 'xls',
  'vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'x-wav': 'wav',
  quicktime: 'mov',
  'x-matroska': 'mkv',
  'x-flv': 'flv',
  'x-ms-wmv': 'wmv',
  '3gpp': 'three_gp',
  '3gp': 'three_gp',
};

/** Bedrock's word for a media type such as `image/jpeg`, a format or a file extension; undefined when it takes no such thing. */
export function findFormat(type: MediaType, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const last = name.slice(name.lastIndexOf('/') + 1);
  const parameters = last.indexOf(';');
  const word = (parameters === -1 ? last : last.slice(0, parameters)).trim().toLowerCase();
  const format = otherNames[word] ?? word;
  return formats[type].has(format) ? format : undefined;
}

/** The formats Bedrock takes, for messages. */
export function listFormats(type: MediaType): string {
  return [...formats[type]].join(', ');
}

/** The format that a file's name ends with. */
export function findFileFormat(type: MediaType, fileName: string | undefined): string | undefined {
  const dot = fileName?.lastIndexOf('.') ?? -1;
  return dot === -1 ? undefined : findFormat(type, fileName?.slice(dot + 1));
}

/** The media type of one of Bedrock's formats. */
export function findMediaType(type: MediaType, format: string): string {
  if (type !== 'document') return `${type}/${format}`;
  return documentTypes[format] ?? `application/${format}`;
}

const documentTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  html: 'text/html',
  md: 'text/markdown',
  txt: 'text/plain',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
