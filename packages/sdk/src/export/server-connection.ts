import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import { withoutTracing } from '../otel/without-tracing.ts';

/** What became of one request. `retryAfterMs` is what the server asked for. */
export type SendOutcome =
  | { kind: 'accepted'; body: string }
  | { kind: 'refused'; status: number; body: string }
  | { kind: 'unauthorized'; status: number; explanation: string | undefined }
  | { kind: 'unavailable'; reason: string; retryAfterMs: number | undefined };

export interface ServerConnectionOptions {
  apiKey: string;
  /** Longest time without an answer or any progress. */
  requestTimeoutMs: number;
}

export interface ServerRequest {
  method: 'POST' | 'PUT';
  url: URL;
  headers: Readonly<Record<string, string | number>>;
  /** Writes the body and ends the request. `noteProgress` gives it its time anew. */
  write: (request: ClientRequest, noteProgress: () => void) => void | Promise<void>;
}

const maxAnswerLength = 4096;
const unavailableStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** One request after another over one socket, which never keeps the process alive. Never rejects. */
export class ServerConnection {
  readonly #options: ServerConnectionOptions;
  #agent: Agent | undefined;

  constructor(options: ServerConnectionOptions) {
    this.#options = options;
  }

  async send(request: ServerRequest): Promise<SendOutcome> {
    try {
      return await this.#send(request);
    } catch (error) {
      return { kind: 'unavailable', reason: nameReason(error), retryAfterMs: undefined };
    }
  }

  #send({ method, url, headers, write }: ServerRequest): Promise<SendOutcome> {
    const { apiKey, requestTimeoutMs } = this.#options;
    const transport = loadTransport(url);
    this.#agent ??= new transport.Agent({ keepAlive: true, maxSockets: 1 });
    const options = {
      method,
      headers: { ...headers, authorization: `Bearer ${apiKey}` },
      agent: this.#agent,
    };
    return new Promise((resolve, reject) => {
      const request = withoutTracing(() => transport.request(url, options));
      const timer = setTimeout(() => {
        request.destroy(new Error(`no answer within ${requestTimeoutMs} ms`));
      }, requestTimeoutMs);
      timer.unref();
      request.once('socket', (socket) => socket.unref());
      request.once('close', () => clearTimeout(timer));
      request.once('error', reject);
      request.once('response', (response) => readAnswer(response, resolve, reject));
      void (async () => write(request, () => timer.refresh()))().catch(reject);
    });
  }
}

function readAnswer(
  response: IncomingMessage,
  resolve: (outcome: SendOutcome) => void,
  reject: (error: Error) => void,
): void {
  let body = '';
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    if (body.length < maxAnswerLength) body += text;
  });
  response.once('error', reject);
  response.once('end', () => resolve(classifyAnswer(response, body)));
}

function classifyAnswer(response: IncomingMessage, body: string): SendOutcome {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return { kind: 'accepted', body };
  if (status === 401 || status === 403)
    return { kind: 'unauthorized', status, explanation: readExplanation(body) };
  if (!unavailableStatuses.has(status)) return { kind: 'refused', status, body };
  return {
    kind: 'unavailable',
    reason: `HTTP ${status}`,
    retryAfterMs: parseRetryAfter(response.headers['retry-after']),
  };
}

/** What an Outcrop server says for itself: a key may be valid and the address be one that it does not serve. */
function readExplanation(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { message?: unknown } };
    return typeof error?.message === 'string' ? error.message.replace(/^\[outcrop\] /, '') : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds or an HTTP date, to milliseconds from now; at most five minutes. */
function parseRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), 300_000) : undefined;
}

// Loaded at the first request: they would take most of the time that importing this package takes.
function loadTransport(url: URL): Pick<typeof import('node:http'), 'request' | 'Agent'> {
  return url.protocol === 'https:'
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http');
}

function nameReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Happy-eyeballs failures carry their reasons in `errors` and an empty message.
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : error.message;
}
