import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import type { CallRecord } from '@outcrop/gateway';
import { decodeCall, encodeCall, type EncodedCall } from './call-encoding.ts';

export interface CallSpillOptions {
  /** Of a file that is made when it is needed. */
  path: string;
  maxBytes: number;
  maxCalls: number;
  /** Told of a disk that does not take calls or give them back; once until none waits, when it is tried again. */
  logTrouble(error: unknown): void;
}

export interface SpilledCalls {
  calls: CallRecord[];
  /** Of those that the disk did not give back. */
  lost: Pick<CallRecord, 'admission'>[];
}

/** Calls that go to the disk together. */
interface Chunk {
  calls: EncodedCall[];
  byteLength: number;
  /** Undefined once it is on disk. */
  memory: Buffer | undefined;
  position: number;
  counter: Buffer;
  written: Promise<void>;
}

/** malloc asks the system anew for what is much larger, whose pages then have to be made. */
const chunkBytes = 64 * 1024;
const mostSpare = 16;
const cipher = 'aes-256-ctr';
const counterBytes = 16;

/**
 * Ended calls that wait outside memory until there is time to record them: first in, first out. On disk they are encrypted
 * with a key that only this process has, since requests may hold anything.
 */
export class CallSpill {
  readonly #options: CallSpillOptions;
  readonly #key = randomBytes(32);
  #file: Promise<FileHandle> | undefined;
  #chunks: Chunk[] = [];
  #filling: Chunk | undefined;
  /** Of chunks that were written: the next ones get it. */
  readonly #spare: Buffer[] = [];
  #size = 0;
  /** Where the next chunk goes. */
  #position = 0;
  #isBroken = false;

  constructor(options: CallSpillOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  /** Takes the call, or returns false: it is too large, there is no room left, or the disk is in trouble. */
  add(call: CallRecord): boolean {
    const { maxBytes, maxCalls } = this.#options;
    if (this.#isBroken || this.#position >= maxBytes || this.#size >= maxCalls) return false;
    if (this.#fill(call)) return true;
    if (!this.#filling?.calls.length) return false;
    this.#seal(this.#filling);
    return this.#fill(call);
  }

  /** Some of the oldest calls; none when none waits. Never rejects. */
  async take(): Promise<SpilledCalls> {
    const chunk = this.#chunks.shift() ?? this.#takeFilling();
    if (!chunk) return { calls: [], lost: [] };
    this.#size -= chunk.calls.length;
    try {
      return { calls: decodeAll(chunk.calls, await this.#read(chunk)), lost: [] };
    } catch (error) {
      this.#noteTrouble(error);
      return { calls: [], lost: chunk.calls.map(({ kept }) => kept) };
    } finally {
      if (this.#size === 0) this.#empty();
    }
  }

  async close(): Promise<void> {
    const file = await this.#file?.catch(() => undefined);
    await file?.close();
  }

  #fill(call: CallRecord): boolean {
    const chunk = (this.#filling ??= this.#createChunk());
    const encoded = chunk.memory && encodeCall(call, chunk.memory, chunk.byteLength);
    if (!encoded) return false;
    chunk.calls.push(encoded);
    chunk.byteLength += encoded.byteLength;
    this.#size += 1;
    return true;
  }

  #createChunk(): Chunk {
    const memory = this.#spare.pop() ?? Buffer.allocUnsafeSlow(chunkBytes);
    const counter = randomBytes(counterBytes);
    return { calls: [], byteLength: 0, memory, position: 0, counter, written: Promise.resolve() };
  }

  #takeFilling(): Chunk | undefined {
    const chunk = this.#filling;
    this.#filling = undefined;
    return chunk;
  }

  #seal(chunk: Chunk): void {
    this.#filling = undefined;
    chunk.position = this.#position;
    this.#position += chunk.byteLength;
    this.#chunks.push(chunk);
    chunk.written = this.#write(chunk);
  }

  /** What cannot be written stays in memory. */
  async #write(chunk: Chunk): Promise<void> {
    const { memory, byteLength, position, counter } = chunk;
    if (!memory) return;
    try {
      const sealed = createCipheriv(cipher, this.#key, counter).update(memory.subarray(0, byteLength));
      const file = await (this.#file ??= openNameless(this.#options.path));
      // A disk that fills up takes a part, and refuses only the next.
      for (let at = 0; at < byteLength;) {
        at += (await file.write(sealed, at, byteLength - at, position + at)).bytesWritten;
      }
      chunk.memory = undefined;
      if (this.#spare.length < mostSpare) this.#spare.push(memory);
    } catch (error) {
      this.#noteTrouble(error);
    }
  }

  async #read(chunk: Chunk): Promise<Buffer> {
    await chunk.written;
    if (chunk.memory) return chunk.memory;
    const { byteLength, position, counter } = chunk;
    const sealed = Buffer.allocUnsafeSlow(byteLength);
    const file = await this.#file;
    const read = await file?.read(sealed, 0, byteLength, position);
    if (read?.bytesRead !== byteLength)
      throw new Error(`${this.#options.path} does not have what was written to it`);
    return createDecipheriv(cipher, this.#key, counter).update(sealed);
  }

  /** Gives its room on the disk back. What is written next waits for that. */
  #empty(): void {
    if (this.#position === 0) return;
    this.#position = 0;
    if (this.#isBroken) return this.#openAnew();
    this.#file = this.#file?.then(async (file) => {
      await file.truncate(0);
      return file;
    });
    this.#file?.catch((error: unknown) => this.#noteTrouble(error));
  }

  #openAnew(): void {
    this.#file?.then((file) => file.close()).catch(() => undefined);
    this.#file = undefined;
    this.#isBroken = false;
  }

  #noteTrouble(error: unknown): void {
    if (!this.#isBroken) this.#options.logTrouble(error);
    this.#isBroken = true;
  }
}

/** Its room is free again when the process ends, however it does. */
async function openNameless(path: string): Promise<FileHandle> {
  const file = await open(path, 'w+', 0o600);
  // Some systems keep the name of an open file; the next process that spills takes it over.
  await rm(path, { force: true }).catch(() => undefined);
  return file;
}

function decodeAll(calls: readonly EncodedCall[], memory: Buffer): CallRecord[] {
  let start = 0;
  return calls.map((call) => {
    const decoded = decodeCall(call, memory, start);
    start += call.byteLength;
    return decoded;
  });
}
