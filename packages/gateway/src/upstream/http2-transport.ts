import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { GatewayError } from '../gateway-error.ts';
import { createConnectionGuard } from './connection-guard.ts';
import { describeFailure } from './describe-failure.ts';
import { flattenHeaders } from './flatten-headers.ts';
import type {
  DuplexControl,
  DuplexTransport,
  TransportHandler,
  TransportOptions,
  TransportRequest,
} from './transport.ts';

/** Fewer than the 100 that servers commonly allow, so that none waits for another. */
const streamsPerSession = 96;
const idleMs = 30_000;

/** One connection carries many requests: by ALPN with TLS, without it in the belief that the server speaks HTTP/2. */
export function createHttp2Transport({ connectMs }: TransportOptions): DuplexTransport {
  const sessions = new Map<string, Set<Http2Session>>();

  function getSession({ origin, isPrivateAllowed }: TransportRequest): Http2Session {
    const name = isPrivateAllowed ? `${origin} private` : origin;
    let ofOrigin = sessions.get(name);
    if (!ofOrigin) sessions.set(name, (ofOrigin = new Set()));
    for (const session of ofOrigin) if (session.hasRoom) return session;
    const { lookup, checkOrigin } = createConnectionGuard(isPrivateAllowed);
    checkOrigin(origin);
    const opened = new Http2Session(connect(origin, { lookup }), connectMs);
    const known = ofOrigin;
    known.add(opened);
    opened.onUnusable(() => known.delete(opened));
    return opened;
  }

  const open = (request: TransportRequest, handler: TransportHandler, isBodyOpen: boolean): Http2Exchange => {
    const { method, path, headers, body } = request;
    const { host, ...others } = headers;
    const stream = getSession(request).request({
      ...others,
      [constants.HTTP2_HEADER_METHOD]: method,
      [constants.HTTP2_HEADER_PATH]: path,
      [constants.HTTP2_HEADER_AUTHORITY]: host,
      [constants.HTTP2_HEADER_SCHEME]: new URL(request.origin).protocol.slice(0, -1),
    });
    const exchange = new Http2Exchange(stream, request, handler);
    if (!isBodyOpen) stream.end(body);
    return exchange;
  };

  return {
    send: (request, handler) => open(request, handler, false),
    open: (request, handler) => open(request, handler, true),
    async close() {
      for (const ofOrigin of sessions.values()) for (const session of ofOrigin) session.destroy();
    },
  };
}

class Http2Session {
  readonly #session: ClientHttp2Session;
  #streams = 0;
  #isUsable = true;
  #onUnusable: (() => void) | undefined;

  constructor(session: ClientHttp2Session, connectMs: number) {
    this.#session = session;
    const connecting = setTimeout(() => {
      session.destroy(Object.assign(new Error('connect timeout'), { code: 'ETIMEDOUT' }));
    }, connectMs);
    session.once('connect', () => clearTimeout(connecting));
    session.setTimeout(idleMs, () => {
      if (this.#streams === 0) session.close();
    });
    // Each stream hears of it too.
    session.on('error', () => this.#end());
    session.on('goaway', () => this.#end());
    session.on('close', () => {
      clearTimeout(connecting);
      this.#end();
    });
  }

  get hasRoom(): boolean {
    return this.#isUsable && this.#streams < streamsPerSession;
  }

  request(headers: Record<string, string | undefined>): ClientHttp2Stream {
    const stream = this.#session.request(headers, { endStream: false });
    this.#streams += 1;
    stream.once('close', () => (this.#streams -= 1));
    return stream;
  }

  onUnusable(listener: () => void): void {
    this.#onUnusable = listener;
  }

  destroy(): void {
    this.#session.destroy();
  }

  #end(): void {
    this.#isUsable = false;
    this.#onUnusable?.();
  }
}

class Http2Exchange implements DuplexControl {
  readonly #stream: ClientHttp2Stream;
  readonly #request: TransportRequest;
  readonly #handler: TransportHandler;
  readonly #headTimer: NodeJS.Timeout;
  #isOver = false;

  constructor(stream: ClientHttp2Stream, request: TransportRequest, handler: TransportHandler) {
    this.#stream = stream;
    this.#request = request;
    this.#handler = handler;
    this.#headTimer = setTimeout(() => this.#fail({ code: 'UND_ERR_HEADERS_TIMEOUT' }), request.firstByteMs);
    // On a connection that is open already a stream is ready before anybody can listen.
    if (stream.pending) stream.once('ready', () => this.#noteSent());
    else this.#noteSent();
    stream.on('response', (headers) => this.#takeHead(headers));
    stream.on('data', (chunk: Buffer) => {
      if (!this.#isOver) handler.onData(chunk);
    });
    stream.on('end', () => this.#finish(() => handler.onEnd()));
    stream.on('error', (error) => this.#fail(error));
    stream.on('aborted', () => this.#fail({ message: 'the stream was reset' }));
    stream.on('close', () => this.#fail({ message: 'the stream was closed' }));
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  abort(): void {
    this.#finish(() => this.#stream.close(constants.NGHTTP2_CANCEL));
  }

  write(chunk: Uint8Array): boolean {
    return this.#isOver || this.#stream.write(chunk);
  }

  endBody(): void {
    if (!this.#isOver) this.#stream.end();
  }

  onDrain(listener: () => void): void {
    this.#stream.on('drain', listener);
  }

  #noteSent(): void {
    if (!this.#isOver) this.#handler.onSend?.();
  }

  #takeHead(headers: Record<string, string | string[] | number | undefined>): void {
    clearTimeout(this.#headTimer);
    if (this.#isOver) return;
    const { idleMs: silenceMs } = this.#request;
    this.#stream.setTimeout(silenceMs, () => this.#fail({ code: 'UND_ERR_BODY_TIMEOUT' }));
    this.#handler.onHead(Number(headers[':status']), flattenHeaders(headers), this);
  }

  #fail(cause: object): void {
    this.#finish(() => {
      this.#stream.close(constants.NGHTTP2_CANCEL);
      this.#handler.onError(
        cause instanceof GatewayError ? cause : describeFailure(cause, this.#request.origin),
      );
    });
  }

  #finish(tell: () => void): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#headTimer);
    tell();
  }
}
