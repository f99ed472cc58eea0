import { withoutTracing } from '../otel/without-tracing.ts';
import type { Agent, ClientRequest, IncomingMessage } from 'node:http';

/** What became of one request. `retryAfterMs` is what the server asked for. */
export type SendOutcome =
  | { kind: 'accepted'; body: string }
  | { kind: 'refused'; status: number; body: string }
  | { kind: 'unauthorized'; status: number }
  | { kind: 'unavailable'; reason: string; retryAfterMs: number | undefined };

export interface HttpSenderOptions {
  url: URL;
  apiKey: string;
  isCompressed: boolean;
  requestTimeoutMs: number;
}

const maxAnswerLength = 4096;
const unavailableStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Posts one body after another over one connection. Sockets never keep the process alive; never rejects. */
export class HttpSender {
  readonly #options: HttpSenderOptions;
  #agent: Agent | undefined;

  constructor(options: HttpSenderOptions) {
    this.#options = options;
  }

  async send(body: Buffer): Promise<SendOutcome> {
    try {
      return await this.#post(this.#options.isCompressed ? await compress(body) : body);
    } catch (error) {
      return { kind: 'unavailable', reason: nameReason(error), retryAfterMs: undefined };
    }
  }

  #post(body: Buffer): Promise<SendOutcome> {
    const { url, apiKey, isCompressed, requestTimeoutMs } = this.#options;
    const transport = loadTransport(url);
    this.#agent ??= new transport.Agent({ keepAlive: true, maxSockets: 1 });
    const headers: Record<string, string | number> = {
      'content-type': 'application/json',
      'content-length': body.byteLength,
      authorization: `Bearer ${apiKey}`,
    };
    if (isCompressed) headers['content-encoding'] = 'gzip';
    return new Promise((resolve, reject) => {
      const request: ClientRequest = withoutTracing(() =>
        transport.request(url, { method: 'POST', headers, agent: this.#agent }),
      );
      const timer = setTimeout(() => {
        request.destroy(new Error(`no answer within ${requestTimeoutMs} ms`));
      }, requestTimeoutMs);
      timer.unref();
      request.once('socket', (socket) => socket.unref());
      request.once('close', () => clearTimeout(timer));
      request.once('error', reject);
      request.once('response', (response) => readAnswer(response, resolve, reject));
      request.end(body);
    });
  }
}

export function readAnswer(
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
  if (status === 401 || status === 403) return { kind: 'unauthorized', status };
  if (!unavailableStatuses.has(status)) return { kind: 'refused', status, body };
  return {
    kind: 'unavailable',
    reason: `HTTP ${status}`,
    retryAfterMs: parseRetryAfter(response.headers['retry-after']),
  };
}

/** Seconds or an HTTP date, to milliseconds from now; at most five minutes. */
export function parseRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), 300_000) : undefined;
}

// Loaded at the first request: they would take most of the time that importing this package takes.
export function loadTransport(url: URL): Pick<typeof import('node:http'), 'request' | 'Agent'> {
  return url.protocol === 'https:'
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http');
}

function compress(body: Buffer): Promise<Buffer> {
  const zlib = process.getBuiltinModule('node:zlib');
  return new Promise((resolve, reject) => {
    zlib.gzip(body, { level: 1 }, (error, compressed) => (error ? reject(error) : resolve(compressed)));
  });
}

export function nameReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Happy-eyeballs failures carry their reasons in `errors` and an empty message.
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : error.message;
}
