import { Pool, type Dispatcher } from 'undici';
import type { IncomingHttpHeaders } from 'undici/types/header.js';
import { createConnectionGuard } from './connection-guard.ts';
import { flattenHeaders } from './flatten-headers.ts';
import { describeFailure } from './describe-failure.ts';
import type {
  Transport,
  TransportControl,
  TransportHandler,
  TransportOptions,
  TransportRequest,
} from './transport.ts';

/** A model's stream holds its connection for minutes, so there have to be many. */
const connectionsPerOrigin = 1024;
/** Shorter than the load balancers in front of Bedrock keep a silent connection. */
const keepAliveMs = 30_000;

export function createHttp1Transport({ connectMs }: TransportOptions): Transport {
  const pools = new Map<string, Pool>();

  function getPool({ origin, isPrivateAllowed }: TransportRequest): Pool {
    // A connection that was opened under the looser rule must not serve the stricter.
    const name = isPrivateAllowed ? `${origin} private` : origin;
    let pool = pools.get(name);
    if (!pool) {
      const { lookup, checkOrigin } = createConnectionGuard(isPrivateAllowed);
      checkOrigin(origin);
      pool = new Pool(origin, {
        connections: connectionsPerOrigin,
        pipelining: 1,
        keepAliveTimeout: keepAliveMs,
        allowH2: false,
        connect: { timeout: connectMs, lookup, ALPNProtocols: ['http/1.1'] },
      });
      pools.set(name, pool);
    }
    return pool;
  }

  return {
    send(request, handler) {
      const dispatch = new Http1Dispatch(request, handler);
      const { method, path, headers, body, firstByteMs, idleMs } = request;
      getPool(request).dispatch(
        { method, path, headers, body, headersTimeout: firstByteMs, bodyTimeout: idleMs },
        dispatch,
      );
      dispatch.limitWait();
      return dispatch;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

class Http1Dispatch implements Dispatcher.DispatchHandler, TransportControl {
  readonly #request: TransportRequest;
  readonly #handler: TransportHandler;
  #controller: Dispatcher.DispatchController | undefined;
  #headTimer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(request: TransportRequest, handler: TransportHandler) {
    this.#request = request;
    this.#handler = handler;
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  abort(): void {
    if (this.#isOver) return;
    this.#finish();
    this.#controller?.abort(new Error('aborted'));
  }

  /** For a request that waits for a connection: Undici's own limit begins only once it has one. */
  limitWait(): void {
    if (this.#controller || this.#isOver) return;
    this.#headTimer = setTimeout(() => {
      const code = this.#controller ? 'UND_ERR_HEADERS_TIMEOUT' : 'UND_ERR_CONNECT_TIMEOUT';
      this.abort();
      this.#handler.onError(describeFailure({ code }, this.#request.origin));
    }, this.#request.firstByteMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(new Error('aborted'));
    else this.#handler.onSend?.();
  }

  onResponseStart(_controller: unknown, status: number, headers: IncomingHttpHeaders): void {
    // 100 and 103 come before the answer.
    if (status < 200 || this.#isOver) return;
    clearTimeout(this.#headTimer);
    this.#handler.onHead(status, flattenHeaders(headers), this);
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    if (!this.#isOver) this.#handler.onData(chunk);
  }

  onResponseEnd(): void {
    if (this.#isOver) return;
    this.#finish();
    this.#handler.onEnd();
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.#isOver) return;
    this.#finish();
    this.#handler.onError(describeFailure(error, this.#request.origin));
  }

  #finish(): void {
    this.#isOver = true;
    clearTimeout(this.#headTimer);
  }
}
