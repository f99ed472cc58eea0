import type { CallRecord } from '@outcrop/gateway';

export interface CallQueueLimits {
  maxBytes: number;
  maxCalls: number;
}

export interface WaitingCall {
  call: CallRecord;
  byteLength: number;
  /** Whether the request had to go to make room for newer calls. */
  isStripped: boolean;
}

/** Roughly what a call takes besides its bytes: headers, attempts, times. */
const overheadBytes = 4096;
/** What waits in memory longer than its moment is work for the collector. */
const crowdedCalls = 128;
const crowdedBytes = 1024 * 1024;
const nothing = new Uint8Array(0);

/**
 * Calls that wait to be recorded, within bounds. Where there is no room for a new one, the oldest lose their requests,
 * which are the most of their bytes and no part of what they used; then they go altogether.
 */
export class CallQueue {
  readonly #limits: CallQueueLimits;
  readonly #drop: (call: CallRecord) => void;
  /** Without those that were taken, which would grow old here. */
  #calls: (WaitingCall | undefined)[] = [];
  /** Where the first call of the list is: taking from the front of an array moves all the others. */
  #first = 0;
  #nextToStrip = 0;
  #bytes = 0;

  constructor(limits: CallQueueLimits, drop: (call: CallRecord) => void) {
    this.#limits = limits;
    this.#drop = drop;
  }

  get size(): number {
    return this.#calls.length - this.#first;
  }

  /** Whether more waits than ever does for long while who takes keeps up with who adds. */
  get isCrowded(): boolean {
    return this.#bytes > crowdedBytes || this.size > crowdedCalls;
  }

  add(call: CallRecord): void {
    const byteLength = countBytes(call);
    this.#calls.push({ call, byteLength, isStripped: false });
    this.#bytes += byteLength;
    if (this.#bytes > this.#limits.maxBytes || this.size > this.#limits.maxCalls) this.#makeRoom();
  }

  take(): WaitingCall | undefined {
    const taken = this.#calls[this.#first];
    if (!taken) return undefined;
    this.#calls[this.#first] = undefined;
    this.#first += 1;
    this.#bytes -= taken.byteLength;
    if (this.#first > 1024 && this.#first * 2 > this.#calls.length) this.#compact();
    return taken;
  }

  #makeRoom(): void {
    const { maxBytes, maxCalls } = this.#limits;
    this.#nextToStrip = Math.max(this.#nextToStrip, this.#first);
    while (this.#bytes > maxBytes && this.#nextToStrip < this.#calls.length) {
      const waiting = this.#calls[this.#nextToStrip];
      if (waiting) this.#strip(waiting);
      this.#nextToStrip += 1;
    }
    while (this.size > 0 && (this.#bytes > maxBytes || this.size > maxCalls)) {
      const dropped = this.take();
      if (dropped) this.#drop(dropped.call);
    }
  }

  #strip(waiting: WaitingCall): void {
    const requestBytes = waiting.call.requestBody.length;
    waiting.call = { ...waiting.call, requestBody: nothing, requestBytes, upstreamBody: undefined };
    waiting.isStripped = true;
    this.#bytes -= waiting.byteLength;
    waiting.byteLength = countBytes(waiting.call);
    this.#bytes += waiting.byteLength;
  }

  #compact(): void {
    this.#calls = this.#calls.slice(this.#first);
    this.#nextToStrip = Math.max(0, this.#nextToStrip - this.#first);
    this.#first = 0;
  }
}

/** Roughly what the call takes in memory. */
export function countBytes({
  requestBody,
  upstreamBody,
  responseChunks,
  furtherAnswers = [],
}: CallRecord): number {
  let bytes = overheadBytes + requestBody.length + (upstreamBody?.length ?? 0);
  for (const chunk of responseChunks) bytes += chunk.length;
  for (const answer of furtherAnswers) {
    bytes += 1024;
    for (const chunk of answer.responseChunks) bytes += chunk.length;
  }
  return bytes;
}
