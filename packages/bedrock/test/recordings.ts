import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse as parseYaml } from 'yaml';

/** One recorded call of the real service. Bodies are the bytes of the wire. */
export interface RecordedExchange {
  file: string;
  index: number;
  /** `converse`, `converse-stream`, `invoke` or `invoke-with-response-stream`. */
  operation: string;
  model: string;
  status: number;
  /** Absent when only the answer was recorded. */
  requestBody?: Buffer;
  /** Lower-case names. */
  responseHeaders: Record<string, string>;
  responseBody: Buffer;
}

type Row = Omit<RecordedExchange, 'file' | 'index' | 'operation' | 'model'> & { url: string };

/** Where the recordings are: `OUTCROP_RECORDINGS`, or beside the repository. */
export const recordingsFolder =
  process.env.OUTCROP_RECORDINGS ?? resolve(import.meta.dirname, '../../../../shared/recordings');

/** Every recorded exchange; none, with a printed line, when the folder is missing. */
export function listRecordedExchanges(): RecordedExchange[] {
  if (!existsSync(recordingsFolder)) {
    console.warn(`[outcrop] no recordings at ${recordingsFolder}: tests against the real wire are skipped.`);
    return [];
  }
  return readdirSync(recordingsFolder, { recursive: true, encoding: 'utf8' })
    .sort()
    .flatMap((file) =>
      readRows(join(recordingsFolder, file)).map((row, index) => toExchange(file, row, index)),
    );
}

/** A name for tests. */
export function nameExchange({ file, index, operation }: RecordedExchange): string {
  return `${operation} ${file}#${index}`;
}

/** The stream events that a recorded project kept as one JSON a line, by file. */
export function listRecordedEventLines(): { file: string; events: Record<string, unknown>[] }[] {
  if (!existsSync(recordingsFolder)) return [];
  return readdirSync(recordingsFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.chunks.txt'))
    .map((file) => ({
      file,
      events: readFileSync(join(recordingsFolder, file), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    }));
}

function toExchange(file: string, row: Row, index: number): RecordedExchange {
  const [, model = '', operation = ''] = /\/model\/([^/]+)\/([a-z-]+)/.exec(row.url) ?? [];
  const { url: _, ...rest } = row;
  return { file, index, model: decodeURIComponent(model), operation, ...rest };
}

function readRows(path: string): Row[] {
  if (path.endsWith('.har')) return readHar(JSON.parse(readFileSync(path, 'utf8')));
  if (path.endsWith('.yaml.gz')) return readVcr(gunzipSync(readFileSync(path)).toString());
  if (path.endsWith('.yaml')) return readVcr(readFileSync(path, 'utf8'));
  if (!path.endsWith('.json')) return [];
  const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (Array.isArray(json)) return readNock(json as NockRow[]);
  if ('request' in (json as object)) return [readProxied(json as ProxiedExchange)];
  return 'output' in (json as object) ? [readAnswer(json)] : [];
}

interface HarMessage {
  headers: { name: string; value: string }[];
}
interface Har {
  log: {
    entries: {
      request: HarMessage & { url: string; postData?: { text: string } };
      response: HarMessage & { status: number; content: { text: string; encoding?: string } };
    }[];
  };
}

function readHar(har: Har): Row[] {
  return har.log.entries.map(({ request, response }) => ({
    url: request.url,
    status: response.status,
    requestBody: Buffer.from(request.postData?.text ?? ''),
    responseHeaders: lowerCaseNames(response.headers.map(({ name, value }) => [name, value])),
    responseBody: Buffer.from(
      response.content.text,
      response.content.encoding === 'base64' ? 'base64' : 'utf8',
    ),
  }));
}

interface NockRow {
  path: string;
  status: number;
  body: unknown;
  response: unknown;
  rawHeaders: string[] | Record<string, string>;
}

function readNock(rows: NockRow[]): Row[] {
  return rows.map((row) => ({
    url: row.path,
    status: row.status,
    requestBody: Buffer.from(typeof row.body === 'string' ? row.body : JSON.stringify(row.body)),
    responseHeaders: lowerCaseNames(
      Array.isArray(row.rawHeaders) ? pairs(row.rawHeaders) : Object.entries(row.rawHeaders),
    ),
    responseBody: readNockBody(row.response),
  }));
}

function readNockBody(response: unknown): Buffer {
  if (typeof response === 'string') return Buffer.from(response, 'hex');
  if (!Array.isArray(response)) return Buffer.from(JSON.stringify(response));
  return Buffer.concat((response as string[]).map((piece) => Buffer.from(piece, 'hex')));
}

function pairs(flat: string[]): [string, string][] {
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? ''] as [string, string]] : []));
}

interface ProxiedExchange {
  request: { url: string; body: string };
  response: { status: { code: number }; headers: Record<string, string>; body: string };
}

function readProxied({ request, response }: ProxiedExchange): Row {
  const base64 = /^base64:(.*)$/s.exec(response.body)?.[1];
  return {
    url: request.url,
    status: response.status.code,
    requestBody: Buffer.from(request.body),
    responseHeaders: lowerCaseNames(Object.entries(response.headers)),
    responseBody: base64 === undefined ? Buffer.from(response.body) : Buffer.from(base64, 'base64'),
  };
}

function readAnswer(json: unknown): Row {
  return {
    url: '/model/unknown/converse',
    status: 200,
    responseHeaders: {},
    responseBody: Buffer.from(JSON.stringify(json)),
  };
}

interface VcrRequest {
  uri: string;
  body: string | Uint8Array;
}
interface VcrResponse {
  status: { code: number };
  headers: Record<string, string[]>;
  body: { string: string | Uint8Array };
}
interface Vcr {
  interactions?: { request: VcrRequest; response: VcrResponse }[];
  requests?: VcrRequest[];
  responses?: VcrResponse[];
}

function readVcr(text: string): Row[] {
  const vcr = parseYaml(text, { customTags: ['binary'], logLevel: 'error' }) as Vcr;
  const exchanges =
    vcr.interactions ??
    (vcr.requests ?? []).flatMap((request, at) => {
      const response = vcr.responses?.[at];
      return response ? [{ request, response }] : [];
    });
  return exchanges.map(({ request, response }) => ({
    url: request.uri,
    status: response.status.code,
    requestBody: Buffer.from(request.body as string),
    responseHeaders: lowerCaseNames(
      Object.entries(response.headers).map(([name, values]) => [name, values[0] ?? '']),
    ),
    responseBody: Buffer.from(response.body.string as string),
  }));
}

function lowerCaseNames(headers: [string, string][]): Record<string, string> {
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
}
