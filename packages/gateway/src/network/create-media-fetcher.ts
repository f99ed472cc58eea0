import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { GatewayError } from '../gateway-error.ts';
import type { FetchedMedia, MediaFetcher } from '../translate/media/load-remote-media.ts';
import { createGuardedLookup, refusePrivateHost, type Resolver } from './guarded-lookup.ts';

export interface MediaFetcherOptions {
  resolve?: Resolver;
  /** Which addresses may be called; those of the public internet unless given. */
  isAllowed?: (address: string) => boolean;
  /** 25 MB, the most that Bedrock takes of any medium. */
  maxBytes?: number;
  /** For everything: redirects, headers and body. 20 seconds. */
  timeoutMs?: number;
}

const mostRedirects = 3;
const megabyte = 1024 * 1024;

/**
 * Fetches what URLs in clients' requests name, from the public internet only. Every address is judged when its socket
 * connects, also after a redirect, and nothing of the client's goes along.
 */
export function createMediaFetcher(options: MediaFetcherOptions = {}): MediaFetcher {
  const { maxBytes = 25 * megabyte, timeoutMs = 20_000, isAllowed } = options;
  const lookup = createGuardedLookup(options.resolve, isAllowed);
  const open = async (url: URL, signal: AbortSignal): Promise<IncomingMessage> => {
    refusePrivateHost(url.hostname, isAllowed);
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise((resolve, reject) => {
      // Without an agent no connection is shared, and no proxy of the environment can stand between.
      const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'outcrop' };
      request(url, { agent: false, lookup, signal, headers })
        .on('response', resolve)
        .on('error', reject)
        .end();
    });
  };
  return async function fetchMedia(address): Promise<FetchedMedia> {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      let url = parseUrl(address);
      for (let redirects = 0; ; redirects += 1) {
        const response = await open(url, signal);
        const next = findRedirect(response, url);
        if (!next) return await readMedia(response, maxBytes);
        response.destroy();
        if (redirects === mostRedirects) throw describe(`it redirects more than ${mostRedirects} times`);
        url = parseUrl(next.href);
      }
    } catch (error) {
      if (signal.aborted) throw describe(`it took longer than ${timeoutMs / 1000} s`, error);
      throw error;
    }
  };
}

function parseUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    throw describe('only http: and https: are fetched');
  if (url.username !== '' || url.password !== '') throw describe('it holds a user name or a password');
  return url;
}

function findRedirect({ statusCode = 0, headers }: IncomingMessage, base: URL): URL | undefined {
  const isRedirect = statusCode >= 300 && statusCode < 400 && headers.location !== undefined;
  if (!isRedirect) return undefined;
  if (!URL.canParse(headers.location ?? '', base.href)) throw describe('it redirects to what is no URL');
  return new URL(headers.location ?? '', base);
}

async function readMedia(response: IncomingMessage, maxBytes: number): Promise<FetchedMedia> {
  const { statusCode = 0, headers } = response;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    if (statusCode !== 200) throw describe(`the server answered ${statusCode}`);
    if (Number(headers['content-length'] ?? 0) > maxBytes) throw describeSize(maxBytes);
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) throw describeSize(maxBytes);
    }
  } finally {
    response.destroy();
  }
  return { bytes: Buffer.concat(chunks), mediaType: headers['content-type'] };
}

function describeSize(maxBytes: number): GatewayError {
  return describe(`it is larger than ${Math.floor(maxBytes / megabyte)} MB`);
}

function describe(problem: string, cause?: unknown): GatewayError {
  return new GatewayError(problem, { status: 400, code: 'invalid_url', cause });
}
