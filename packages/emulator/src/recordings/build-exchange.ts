import { gunzipSync } from 'node:zlib';

import { findOperation } from '../operations/find-operation.ts';
import { splitFrames } from '../stream/frame.ts';
import { isConnectionHeader } from './connection-headers.ts';
import type { RecordedExchange } from './recorded-exchange.ts';
import { isGzip } from './recording-file.ts';

export interface RawExchange {
  file: string;
  method: string;
  /** Whole or only the path. */
  url: string;
  requestBody?: Uint8Array;
  status: number;
  /** Names in any case. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/** Brings what a format read into one form: path and model decoded, headers lower-case, body unpacked. */
export function buildExchange(raw: RawExchange): RecordedExchange {
  const path = pathOf(raw.url);
  const routed = findOperation({ method: raw.method, path });
  const body = isGzip(raw.body) ? gunzipSync(raw.body) : raw.body;
  return {
    file: raw.file,
    method: raw.method,
    path,
    operation: routed?.operation.name,
    modelId: routed?.modelId,
    requestBody: raw.requestBody,
    status: raw.status,
    headers: { 'content-type': guessContentType(body), ...keepHeaders(raw.headers) },
    body,
  };
}

function pathOf(url: string): string {
  // Not `new URL`, which would decode and encode: the path stays as it was recorded.
  return url.replace(/^https?:\/\/[^/]+/u, '').replace(/\?.*$/su, '');
}

function keepHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      // Some recorders blank out every value.
      .filter(([name, value]) => !isConnectionHeader(name) && !/redacted/iu.test(value)),
  );
}

function guessContentType(body: Uint8Array): string {
  const frames = body.byteLength > 0 ? splitFrames(body) : undefined;
  return frames ? 'application/vnd.amazon.eventstream' : 'application/json';
}
