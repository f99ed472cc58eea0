import type { IncomingHttpHeaders } from 'node:http';
import type { ClientExchange } from '../../http/client-exchange.ts';

/** Larger answers are passed on and not kept. */
const maxBytes = 8 * 1024 * 1024;

export interface CapturedAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/** Passes everything on, and keeps a copy of the answer. */
export class CapturingExchange implements ClientExchange {
  readonly #exchange: ClientExchange;
  readonly #buildHeaders: () => Readonly<Record<string, string>>;
  #head: Omit<CapturedAnswer, 'body'> | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #isWhole = false;

  /** `buildHeaders`: those of the client's answer alone, asked for once it begins. */
  constructor(exchange: ClientExchange, buildHeaders: () => Readonly<Record<string, string>>) {
    this.#exchange = exchange;
    this.#buildHeaders = buildHeaders;
  }

  get method(): string {
    return this.#exchange.method;
  }

  get path(): string {
    return this.#exchange.path;
  }

  get query(): string {
    return this.#exchange.query;
  }

  get headers(): IncomingHttpHeaders {
    return this.#exchange.headers;
  }

  get isStarted(): boolean {
    return this.#exchange.isStarted;
  }

  get isClosed(): boolean {
    return this.#exchange.isClosed;
  }

  readBody(): Promise<Buffer> {
    return this.#exchange.readBody();
  }

  pipeBody(...listeners: Parameters<ClientExchange['pipeBody']>): ReturnType<ClientExchange['pipeBody']> {
    return this.#exchange.pipeBody(...listeners);
  }

  resumeBody(): void {
    this.#exchange.resumeBody();
  }

  onLeave(listener: () => void): void {
    this.#exchange.onLeave(listener);
  }

  start(status: number, headers: Readonly<Record<string, string>>): void {
    this.#head = { status, headers };
    this.#exchange.start(status, { ...headers, ...this.#buildHeaders() });
  }

  write(bytes: Uint8Array | string): boolean {
    this.#keep(bytes);
    return this.#exchange.write(bytes);
  }

  onDrain(listener: () => void): void {
    this.#exchange.onDrain(listener);
  }

  end(bytes?: Uint8Array | string): void {
    if (bytes !== undefined) this.#keep(bytes);
    this.#isWhole = true;
    this.#exchange.end(bytes);
  }

  destroy(): void {
    this.#exchange.destroy();
  }

  /** The answer, once it is whole and if it was not too large. */
  findAnswer(): CapturedAnswer | undefined {
    if (!this.#head || !this.#isWhole || this.#bytes > maxBytes) return undefined;
    return { ...this.#head, body: Buffer.concat(this.#chunks) };
  }

  #keep(bytes: Uint8Array | string): void {
    const chunk = typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes);
    this.#bytes += chunk.length;
    if (this.#bytes <= maxBytes) this.#chunks.push(chunk);
    else this.#chunks = [];
  }
}
