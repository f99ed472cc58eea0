import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { ServerError } from '../server-error.ts';

export interface ReadBodyOptions {
  /** The Content-Encoding header. */
  encoding: string | undefined;
  /** The Content-Length header. */
  announcedBytes: number | undefined;
  /** Limit of what is sent. */
  compressedBytes: number;
  /** Limit of what comes out of decompression. */
  bodyBytes: number;
}

/**
 * Reads and decompresses a body, and stops as soon as it passes a limit, so that a small body that would decompress
 * to gigabytes costs no more than the limit. Throws `body_too_large`, `unknown_encoding` or `malformed_compression`.
 */
export async function readRequestBody(body: Readable, options: ReadBodyOptions): Promise<Buffer> {
  const { compressedBytes, bodyBytes } = options;
  if ((options.announcedBytes ?? 0) > compressedBytes) throw bodyTooLarge('as sent', compressedBytes);
  const sent = limitBytes(body, { limit: compressedBytes, what: 'as sent' });
  const collect = (source: AsyncIterable<Buffer>): Promise<Buffer> =>
    collectBytes(limitBytes(source, { limit: bodyBytes, what: 'decompressed' }));
  const decompressor = createDecompressor(options.encoding);
  if (decompressor === undefined) return collect(sent);
  try {
    return await pipeline(sent, decompressor, collect);
  } catch (error) {
    throw isZlibError(error) ? malformedCompression(options.encoding, error) : error;
  }
}

async function collectBytes(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function createDecompressor(encoding = 'identity'): Transform | undefined {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return createUnzip();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new ServerError(
        `[outcrop] cannot read Content-Encoding ${JSON.stringify(encoding)}: use gzip, deflate, br or identity`,
        { code: 'unknown_encoding', statusCode: 415 },
      );
  }
}

interface ByteLimit {
  limit: number;
  what: string;
}

async function* limitBytes(
  source: AsyncIterable<Buffer>,
  { limit, what }: ByteLimit,
): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of source) {
    total += chunk.length;
    if (total > limit) throw bodyTooLarge(what, limit);
    yield chunk;
  }
}

function bodyTooLarge(what: string, limit: number): ServerError {
  return new ServerError(
    `[outcrop] the request body is larger than ${limit} bytes ${what}: send smaller batches, or raise ` +
      'OUTCROP_MAX_COMPRESSED_BYTES and OUTCROP_MAX_BODY_BYTES',
    { code: 'body_too_large', statusCode: 413 },
  );
}

function isZlibError(error: unknown): error is NodeJS.ErrnoException {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && (code.startsWith('Z_') || code.startsWith('ERR__ERROR_FORMAT'));
}

function malformedCompression(encoding: string | undefined, cause: Error): ServerError {
  return new ServerError(`[outcrop] the request body is not valid ${encoding}: ${cause.message}`, {
    code: 'malformed_compression',
    statusCode: 400,
    cause,
  });
}
