import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { NodeExchange, NodeRequest, NodeResponse } from '@outcrop/dual-protocol-server';
import { GatewayError } from '../gateway-error.ts';
import type { ClientExchange } from './client-exchange.ts';

/** A client's request as Node gives it. */
export class NodeClientExchange implements ClientExchange {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
  readonly request: NodeRequest;
  readonly #response: NodeResponse;
  readonly #maxBodyBytes: number;
  #isEnded = false;
  #hasLeft = false;
  #leaveListeners: (() => void)[] = [];

  constructor({ request, response, socket }: NodeExchange, maxBodyBytes: number) {
    const url = request.url ?? '/';
    const queryAt = url.indexOf('?');
    this.method = request.method ?? 'GET';
    this.path = queryAt === -1 ? url : url.slice(0, queryAt);
    this.query = queryAt === -1 ? '' : url.slice(queryAt + 1);
    this.headers = request.headers;
    this.address = socket.remoteAddress ?? '';
    this.request = request;
    this.#response = response;
    this.#maxBodyBytes = maxBodyBytes;
    // A client that resets its connection is one that left.
    response.on('error', () => this.#leave());
    response.on('close', () => this.#leave());
  }

  get isStarted(): boolean {
    return this.#response.headersSent;
  }

  get isClosed(): boolean {
    return this.#isEnded || this.#hasLeft;
  }

  readBody(): Promise<Buffer> {
    const { request } = this;
    if (Number(request.headers['content-length'] ?? 0) > this.#maxBodyBytes) {
      return Promise.reject(this.#refuseSize());
    }
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      let isWhole = false;
      request.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > this.#maxBodyBytes) {
          reject(this.#refuseSize());
          chunks.length = 0;
          return;
        }
        chunks.push(chunk);
      });
      request.on('end', () => {
        isWhole = true;
        const [first] = chunks;
        resolve(chunks.length === 1 && first ? first : Buffer.concat(chunks));
      });
      const cut = (): void => {
        if (isWhole) return;
        reject(
          new GatewayError('the client left in the middle of its request.', {
            status: 499,
            code: 'client_left',
          }),
        );
      };
      request.on('error', cut);
      request.on('close', cut);
    });
  }

  pipeBody({ onData, onEnd }: Parameters<ClientExchange['pipeBody']>[0]): void {
    this.request.on('data', (chunk: Buffer) => {
      if (!onData(chunk)) this.request.pause();
    });
    this.request.on('end', onEnd);
    this.request.on('error', () => this.#leave());
  }

  resumeBody(): void {
    this.request.resume();
  }

  onLeave(listener: () => void): void {
    if (this.#hasLeft) listener();
    else this.#leaveListeners.push(listener);
  }

  start(status: number, headers: Readonly<Record<string, string>>): void {
    if (this.isClosed) return;
    this.#response.writeHead(status, headers as OutgoingHttpHeaders);
  }

  write(bytes: Uint8Array | string): boolean {
    if (this.isClosed) return true;
    return (this.#response.write as (chunk: Uint8Array | string) => boolean).call(this.#response, bytes);
  }

  onDrain(listener: () => void): void {
    this.#response.on('drain', listener);
  }

  end(bytes?: Uint8Array | string): void {
    if (this.isClosed) return;
    this.#isEnded = true;
    if (bytes === undefined) this.#response.end();
    else (this.#response.end as (chunk: Uint8Array | string) => void).call(this.#response, bytes);
  }

  destroy(): void {
    if (this.isClosed) return;
    if ('stream' in this.#response) this.#response.stream.close(2);
    else this.#response.destroy();
  }

  #leave(): void {
    if (this.#isEnded || this.#hasLeft) return;
    this.#hasLeft = true;
    for (const listener of this.#leaveListeners) listener();
    this.#leaveListeners = [];
  }

  #refuseSize(): GatewayError {
    return new GatewayError(
      `the body is larger than ${this.#maxBodyBytes} bytes, the most that the gateway takes.`,
      {
        status: 413,
        code: 'request_too_large',
      },
    );
  }
}
