import { ApiError, readApiError } from './api-error.ts';

export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown;
  /** Absent values are left out. */
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  signal?: AbortSignal;
}

/** `path` comes from {@link apiPath}. Resolves to the parsed answer, to undefined for 204; rejects with ApiError. */
export type SendRequest = <Answer>(method: string, path: string, options?: RequestOptions) => Promise<Answer>;

export interface SendRequestOptions {
  /** Such as `http://127.0.0.1:4310`; empty for the page's own server. */
  baseUrl: string;
  apiKey?: string;
  fetch: typeof fetch;
}

export function createSendRequest({ baseUrl, apiKey, fetch }: SendRequestOptions): SendRequest {
  const base = baseUrl.replace(/\/+$/, '');
  return async function sendRequest<Answer>(method: string, path: string, options: RequestOptions = {}) {
    const { body, query, signal } = options;
    const url = base + path + buildQuery(query);
    const headers: Record<string, string> = { accept: 'application/json' };
    if (apiKey !== undefined) headers['authorization'] = `Bearer ${apiKey}`;
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(url, {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch((cause: unknown) => {
      throw signal?.aborted ? cause : unreachable(base, cause);
    });
    if (!response.ok) throw await readApiError(response, `${method} ${path}`);
    return (response.status === 204 ? undefined : await response.json()) as Answer;
  };
}

/** A path whose values are escaped: apiPath`/api/traces/${traceId}`. */
export function apiPath(parts: TemplateStringsArray, ...values: string[]): string {
  return String.raw({ raw: parts }, ...values.map(encodeURIComponent));
}

/** With its `?`; empty when there is nothing to ask. Absent values are left out. */
export function buildQuery(query: RequestOptions['query'] = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) parameters.set(name, String(value));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function unreachable(base: string, cause: unknown): ApiError {
  const place = base === '' ? 'the server' : base;
  return new ApiError(`[outcrop] cannot reach ${place}: is it running?`, {
    code: 'unreachable',
    status: 0,
    cause,
  });
}
