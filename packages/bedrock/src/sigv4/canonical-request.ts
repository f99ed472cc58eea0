import { createHash } from 'node:crypto';

/** A request as it stands on the wire. */
export interface SignableRequest {
  method: string;
  /** Percent-encoded, without the query, such as `/model/amazon.nova-pro-v1%3A0/converse`. */
  path: string;
  /** Percent-encoded, without the question mark. */
  query?: string;
  /** Names in any case. */
  headers: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
}

// What proxies add, drop or change on the way must not be signed.
const unsignableHeaders = new Set([
  'authorization',
  'cache-control',
  'connection',
  'expect',
  'from',
  'keep-alive',
  'max-forwards',
  'pragma',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-amzn-trace-id',
]);

/** Lower-case names of the headers to sign, sorted. */
export function listSignableHeaders(headers: Readonly<Record<string, string>>): string[] {
  const names: string[] = [];
  for (const given of Object.keys(headers)) {
    const name = given.toLowerCase();
    if (!unsignableHeaders.has(name) && !name.startsWith('proxy-') && !name.startsWith('sec-'))
      names.push(name);
  }
  return names.sort();
}

/**
 * The canonical request of Signature Version 4. The path is encoded once more, as every service but S3 wants it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function buildCanonicalRequest(
  request: SignableRequest,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const values = new Map<string, string>();
  for (const name of Object.keys(request.headers))
    values.set(name.toLowerCase(), request.headers[name] ?? '');
  let text = `${request.method.toUpperCase()}\n${findCanonicalPath(request.path)}\n${canonicalQuery(request.query ?? '')}\n`;
  for (const name of signedHeaders) text += `${name}:${collapseSpaces(values.get(name) ?? '')}\n`;
  return `${text}\n${signedHeaders.join(';')}\n${payloadHash}`;
}

/** SHA-256 in lower-case hex. */
export function hashHex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

// A model is called by the same path again and again.
const canonicalPaths = new Map<string, string>();
const maxCanonicalPaths = 200;

function findCanonicalPath(path: string): string {
  let canonical = canonicalPaths.get(path);
  if (canonical === undefined) {
    canonical = canonicalPath(path);
    if (canonicalPaths.size >= maxCanonicalPaths) canonicalPaths.clear();
    canonicalPaths.set(path, canonical);
  }
  return canonical;
}

function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  const isFolder = segments.length > 0 && path.endsWith('/');
  return `/${segments.join('/')}${isFolder ? '/' : ''}`;
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [encode(decode(name)), encode(decode(value.join('=')))] as const;
    })
    .filter(([name]) => name.toLowerCase() !== 'x-amz-signature')
    .sort(comparePairs)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function comparePairs(left: readonly [string, string], right: readonly [string, string]): number {
  if (left[0] !== right[0]) return left[0] < right[0] ? -1 : 1;
  if (left[1] === right[1]) return 0;
  return left[1] < right[1] ? -1 : 1;
}

/** RFC 3986: everything but unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function collapseSpaces(value: string): string {
  if (!/^\s|\s$|\s\s|[\r\n\t]/.test(value)) return value;
  return value.replace(/[\r\n\t ]+/g, ' ').replace(/^ | $/g, '');
}
