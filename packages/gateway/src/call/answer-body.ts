import type { GatewayError } from '../gateway-error.ts';
import type { TransportControl } from '../upstream/transport.ts';
import type { BodyReader, UpstreamBody } from '../upstream/upstream-answer.ts';

/** What may wait in memory before anybody reads. */
const highWaterBytes = 256 * 1024;

/** The body of one answer as it arrives: kept until somebody reads, then passed on piece by piece. */
export class AnswerBody implements UpstreamBody {
  readonly #control: TransportControl;
  /** Sees each piece as it comes. */
  readonly #watch: (chunk: Buffer) => void;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #reader: BodyReader | undefined;
  #isPaused = false;
  #isKeptWhole = false;
  #end: { error?: GatewayError } | undefined;
  #isEndTold = false;
  #onEnd: (() => void) | undefined;
  #peeking: { size: number; resolve: () => void } | undefined;

  constructor(control: TransportControl, watch: (chunk: Buffer) => void) {
    this.#control = control;
    this.#watch = watch;
  }

  push(chunk: Buffer): void {
    if (this.#end) return;
    this.#watch(chunk);
    if (this.#reader && !this.#isPaused) {
      if (!this.#reader.onData(chunk)) this.#pause();
      return;
    }
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#peeking && this.#waitingBytes >= this.#peeking.size) this.#peeking.resolve();
    if (this.#waitingBytes > highWaterBytes && !this.#isKeptWhole) this.#control.pause();
  }

  end(error?: GatewayError): void {
    if (this.#end) return;
    this.#end = { error };
    this.#onEnd?.();
    this.#peeking?.resolve();
    this.#tellEnd();
  }

  /** Why it broke off, if it did. */
  get error(): GatewayError | undefined {
    return this.#end?.error;
  }

  /**
   * The beginning of what waits to be read: at least `size` bytes of it, or all that there is to come or has come in time.
   * It stays to be read.
   */
  async peek(size: number, timeoutMs = Infinity): Promise<Buffer> {
    if (this.#waitingBytes < size && !this.#end) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#peeking = { size, resolve };
        if (timeoutMs !== Infinity) timer = setTimeout(resolve, timeoutMs);
      });
      clearTimeout(timer);
      this.#peeking = undefined;
    }
    const [first] = this.#waiting;
    // Pieces stay apart where they can: each is passed on before the next is looked at.
    if (first && first.length >= size) return first;
    const whole = concat(this.#waiting);
    this.#waiting = whole.length === 0 ? [] : [whole];
    return whole;
  }

  /** Waits until all of it is in memory, where it stays to be read. Rejects with a GatewayError when it breaks off. */
  async keepWhole(): Promise<Buffer> {
    this.#isKeptWhole = true;
    if (!this.#end) {
      await new Promise<void>((resolve) => {
        this.#onEnd = resolve;
        this.#control.resume();
      });
    }
    if (this.#end?.error) throw this.#end.error;
    const whole = concat(this.#waiting);
    this.#waiting = [whole];
    return whole;
  }

  pipe(reader: BodyReader): void {
    this.#reader = reader;
    this.#flush();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#flush();
  }

  collect(): Promise<Buffer> {
    return this.keepWhole();
  }

  abort(): void {
    if (this.#end) return;
    this.#control.abort();
    this.#isEndTold = true;
    this.#waiting = [];
    this.end();
  }

  #pause(): void {
    this.#isPaused = true;
    if (!this.#end) this.#control.pause();
  }

  #flush(): void {
    while (this.#reader && !this.#isPaused && this.#waiting.length > 0) {
      const chunk = this.#waiting.shift() as Buffer;
      this.#waitingBytes -= chunk.length;
      if (!this.#reader.onData(chunk)) this.#isPaused = true;
    }
    if (this.#isPaused) return;
    if (!this.#end) this.#control.resume();
    this.#tellEnd();
  }

  #tellEnd(): void {
    if (!this.#end || !this.#reader || this.#isEndTold || this.#waiting.length > 0 || this.#isPaused) return;
    this.#isEndTold = true;
    if (this.#end.error) this.#reader.onError(this.#end.error);
    else this.#reader.onEnd();
  }
}

function concat(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return chunks.length === 1 && first ? first : Buffer.concat(chunks);
}
