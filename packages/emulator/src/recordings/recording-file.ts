import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import type { RecordedExchange } from './recorded-exchange.ts';

/** A file that may hold recordings, unpacked. */
export interface RecordingFile {
  path: string;
  text: string;
  /** Undefined when the text is no JSON. */
  json: unknown;
}

/** One way of writing exchanges down: one file a format. */
export interface RecordingFormat {
  name: string;
  isMatch(file: RecordingFile): boolean;
  /** Throws when the file is of this format but damaged. */
  parse(file: RecordingFile): RecordedExchange[];
}

export function readRecordingFile(path: string): RecordingFile {
  const bytes = readFileSync(path);
  const text = (isGzip(bytes) ? gunzipSync(bytes) : bytes).toString('utf8');
  return { path, text, json: parseOrNothing(text) };
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
