import type { NodeRequest } from '@outcrop/dual-protocol-server';

/** A request as it came over the wire, the same for both protocols. */
export interface WireRequest {
  method: string;
  /** Still percent-encoded, without the query. */
  path: string;
  /** Without the question mark. */
  query: string;
  /** Lower-case names; HTTP/2's `:authority` appears as `host`. */
  headers: Record<string, string>;
  body: Buffer;
  /** The body as it arrives, where the answer does not wait for its end; `body` is then empty. */
  incoming?: AsyncIterable<Buffer>;
  httpVersion: '1.1' | '2.0';
}

/** Reads a whole request. Rejects when the client goes away first. */
export async function readWireRequest(request: NodeRequest): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { ...readRequestHead(request), body: Buffer.concat(chunks) };
}

/** Everything but the body, which stays unread. */
export function readRequestHead(request: NodeRequest): Omit<WireRequest, 'body'> {
  const target = request.url ?? '/';
  const queryStart = target.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: queryStart === -1 ? target : target.slice(0, queryStart),
    query: queryStart === -1 ? '' : target.slice(queryStart + 1),
    headers: flattenHeaders(request),
    httpVersion: request.httpVersionMajor === 2 ? '2.0' : '1.1',
  };
}

function flattenHeaders(request: NodeRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || name.startsWith(':')) continue;
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const authority = (request.headers as Record<string, string | undefined>)[':authority'];
  if (authority !== undefined && headers.host === undefined) headers.host = authority;
  return headers;
}
