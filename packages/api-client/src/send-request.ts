import { ApiError, readApiError } from './api-error.ts';

export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown;
  /** Absent values are left out. */
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  signal?: AbortSignal;
  /** Asks for the parts of the answer one by one, each told as it comes; the answer is the list of them. */
  onItem?: (item: unknown) => void;
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
    const { body, query, signal, onItem } = options;
    const url = base + path + buildQuery(query);
    const headers: Record<string, string> = { accept: onItem ? 'application/x-ndjson' : 'application/json' };
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
    if (onItem) return (await readItems(response, onItem)) as Answer;
    return (response.status === 204 ? undefined : await response.json()) as Answer;
  };
}

/** A JSON value a line. */
async function readItems(response: Response, onItem: (item: unknown) => void): Promise<unknown[]> {
  const items: unknown[] = [];
  let rest = '';
  const take = (line: string): void => {
    if (line === '') return;
    const item: unknown = JSON.parse(line);
    items.push(item);
    onItem(item);
  };
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    const texts = (rest + read.value).split('\n');
    rest = texts.pop() ?? '';
    texts.forEach(take);
  }
  take(rest);
  return items;
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
