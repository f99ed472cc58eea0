import { setImmediate, setTimeout } from 'node:timers/promises';
import type { AttachmentStore } from '@outcrop/attachment-store';
import { mapCall, type CallRecord, type RecordedCall } from '@outcrop/gateway';
import type { Span } from '@outcrop/protocol';
import { addCost } from '../ingest/add-cost.ts';
import type { PrepareSpans } from '../ingest/span-writer.ts';
import { CallQueue, countBytes, type CallQueueLimits, type WaitingCall } from './call-queue.ts';
import { CallSpill } from './call-spill.ts';
import { keepAttachments } from './keep-attachments.ts';

/**
 * Calls that end within this are mapped together. What lives longer than the young generation is collected takes several
 * times its cost, and the heap grows by it: a call becomes what is written of it before that.
 */
const gatherMs = 8;
/** While calls wait on disk. */
const betweenChunksMs = 1;
/** Calls come first: while the event loop has hardly an idle moment, a slice of recording is made only so often. */
const busyUtilization = 0.9;
const busyPauseMs = 100;
const maxBatch = 32;
/** Of calls that are mapped and not yet written; beyond them calls wait as they are, within the bounds of their queue. */
const maxUnwritten = 1000;
const maxUnwrittenBytes = 4 * 1024 * 1024;
/** After so much work the event loop goes back to requests. */
const sliceMs = 1;
/** More where there is no room left for what ends: new calls wait then, rather than ended ones being lost. */
const crowdedSliceMs = 8;
const shortestRetryMs = 500;
const longestRetryMs = 30_000;

export interface CallRecorderOptions extends Partial<CallQueueLimits> {
  prepareSpans: PrepareSpans;
  attachmentStore: AttachmentStore;
  maxAttachmentBytes: number;
  /** Where calls may wait on disk, encrypted, until there is time for them. */
  spillPath: string;
  maxSpilledBytes?: number;
  maxSpilledCalls?: number;
  /** Lets those who may read the project read the attachment. */
  addAttachmentProject(project: string, sha256: string): Promise<void>;
  /** Told once of each kind of trouble. */
  logTrouble(message: string, error?: unknown): void;
  /** Told of each call and its span, cost included, before it is written. */
  onSpan?(call: CallRecord, span: Span): void;
}

export interface RecordingCounts {
  recorded: number;
  /** Recorded without their requests, for which there was no room. */
  stripped: number;
  dropped: number;
  waiting: number;
}

interface MappedBatch {
  spans: Span[];
  /** Of the calls that the spans were made of. */
  byteLength: number;
}

/** Makes spans of finished calls beside the gateway's work, a few at a time. */
export class CallRecorder {
  readonly #options: CallRecorderOptions;
  readonly #queue: CallQueue;
  readonly #spill: CallSpill;
  /** From the spill. */
  #returned: CallRecord[] = [];
  readonly #counts = { recorded: 0, stripped: 0, dropped: 0 };
  readonly #said = new Set<string>();
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;
  /** No Set, whose outgrown tables hold what was in them: it would keep the batches that are written. */
  #writes: Promise<void>[] = [];
  #unwritten = 0;
  #unwrittenBytes = 0;

  constructor(options: CallRecorderOptions) {
    this.#options = options;
    const { maxBytes = 64 * 1024 * 1024, maxCalls = 20_000 } = options;
    this.#queue = new CallQueue({ maxBytes, maxCalls }, (call) => this.#drop(call));
    this.#spill = new CallSpill({
      path: options.spillPath,
      maxBytes: options.maxSpilledBytes ?? 512 * 1024 * 1024,
      maxCalls: options.maxSpilledCalls ?? 50_000,
      logTrouble: (error) => options.logTrouble('calls of the gateway cannot wait on disk', error),
    });
  }

  /** Takes the call and returns at once. Never throws. */
  record(call: CallRecord): void {
    const isLate = this.#queue.isCrowded || this.#spill.size > 0;
    if (!isLate || !this.#spill.add(call)) this.#queue.add(call);
    this.#running ??= this.#run();
  }

  getCounts(): RecordingCounts {
    return { ...this.#counts, waiting: this.#countWaiting() + this.#unwritten };
  }

  /** Resolves once everything that was taken is written, or cannot be. */
  async close(): Promise<void> {
    this.#closing.abort();
    while (this.#running) await this.#running;
    await Promise.all(this.#writes);
    await this.#spill.close();
  }

  #countWaiting(): number {
    return this.#queue.size + this.#returned.length + this.#spill.size;
  }

  async #run(): Promise<void> {
    while (this.#countWaiting() > 0) {
      const isBusy = await this.#waitForTime();
      this.#startWrite(await this.#mapBatch(isBusy));
      while (this.#hasTooMany()) await Promise.race(this.#writes);
    }
    this.#running = undefined;
  }

  /** Returns whether the event loop has hardly any time left. */
  async #waitForTime(): Promise<boolean> {
    if (this.#queue.isCrowded) return false;
    const before = performance.eventLoopUtilization();
    await this.#pause(this.#spill.size > 0 ? betweenChunksMs : gatherMs);
    const { utilization } = performance.eventLoopUtilization(before);
    if (utilization < busyUtilization || this.#closing.signal.aborted) return false;
    await this.#pause(busyPauseMs);
    return true;
  }

  #hasTooMany(): boolean {
    return this.#unwritten >= maxUnwritten || this.#unwrittenBytes >= maxUnwrittenBytes;
  }

  #startWrite({ spans, byteLength }: MappedBatch): void {
    const { length } = spans;
    if (length === 0) return;
    const prepared = this.#prepare(spans);
    if (!prepared) return;
    this.#unwritten += length;
    this.#unwrittenBytes += byteLength;
    const write = this.#write(prepared, length).finally(() => {
      this.#unwritten -= length;
      this.#unwrittenBytes -= byteLength;
      this.#writes = this.#writes.filter((other) => other !== write);
    });
    this.#writes.push(write);
  }

  /** One slice of time when the event loop is busy, else all that waits. */
  async #mapBatch(isBusy: boolean): Promise<MappedBatch> {
    const spans: Span[] = [];
    let byteLength = 0;
    let sliceStart = performance.now();
    while (spans.length < maxBatch && byteLength < maxUnwrittenBytes / 2) {
      const waiting = this.#takeWaiting() ?? (await this.#takeSpilled());
      if (!waiting) break;
      byteLength += waiting.byteLength;
      const mapped = this.#map(waiting);
      if (mapped) spans.push(mapped.span);
      if (mapped && mapped.attachments.length > 0) await this.#keep(mapped);
      const limitMs = this.#queue.isCrowded ? crowdedSliceMs : sliceMs;
      if (performance.now() - sliceStart < limitMs) continue;
      if (isBusy) break;
      await setImmediate();
      sliceStart = performance.now();
    }
    return { spans, byteLength };
  }

  #takeWaiting(): WaitingCall | undefined {
    const waiting = this.#queue.take();
    if (waiting) return waiting;
    const call = this.#returned.shift();
    return call && { call, byteLength: countBytes(call), isStripped: false };
  }

  async #takeSpilled(): Promise<WaitingCall | undefined> {
    while (this.#spill.size > 0) {
      const { calls, lost } = await this.#spill.take();
      this.#counts.dropped += lost.length;
      for (const { admission } of lost) admission?.settle({});
      this.#returned = calls;
      if (calls.length > 0) return this.#takeWaiting();
    }
    return undefined;
  }

  #map(waiting: WaitingCall): RecordedCall | undefined {
    try {
      return this.#mapCall(waiting);
    } catch (error) {
      this.#counts.dropped += 1;
      waiting.call.admission?.settle({});
      this.#sayOnce('a call of the gateway cannot be recorded', error);
      return undefined;
    }
  }

  #mapCall({ call, isStripped }: WaitingCall): RecordedCall {
    const { span, attachments } = mapCall(call);
    if (isStripped) {
      span.metadata['request_dropped'] = true;
      this.#counts.stripped += 1;
    }
    span.metrics = addCost(span.metrics, { metadata: span.metadata, startTime: span.start_time });
    const { tokens, cost_usd: costUsd } = span.metrics;
    call.admission?.settle(call.cache === 'hit' ? { tokens: 0, costUsd: 0 } : { tokens, costUsd });
    this.#options.onSpan?.(call, span);
    return { span, attachments };
  }

  async #keep({ span, attachments }: RecordedCall): Promise<void> {
    const { attachmentStore, maxAttachmentBytes: maxBytes } = this.#options;
    await keepAttachments(attachments, { attachmentStore, maxBytes });
    try {
      for (const { reference } of attachments) {
        if (reference.sha256) await this.#options.addAttachmentProject(span.project, reference.sha256);
      }
    } catch (error) {
      this.#sayOnce('keys of one project cannot read what its calls sent', error);
    }
  }

  #prepare(spans: readonly Span[]): (() => Promise<void>) | undefined {
    try {
      return this.#options.prepareSpans(spans);
    } catch (error) {
      this.#counts.dropped += spans.length;
      this.#sayOnce('calls of the gateway cannot be recorded', error);
      return undefined;
    }
  }

  /** A store that is full or busy is asked again, for as long as there is time. */
  async #write(write: () => Promise<void>, spanCount: number): Promise<void> {
    for (let delayMs = shortestRetryMs; ; delayMs = Math.min(delayMs * 2, longestRetryMs)) {
      try {
        await write();
        this.#counts.recorded += spanCount;
        return;
      } catch (error) {
        this.#sayOnce('cannot record calls of the gateway', error);
        if (this.#closing.signal.aborted) break;
        await this.#pause(delayMs);
      }
    }
    this.#counts.dropped += spanCount;
  }

  #drop(call: CallRecord): void {
    this.#counts.dropped += 1;
    call.admission?.settle({});
    this.#sayOnce('the gateway ends calls faster than they can be recorded: the oldest are dropped');
  }

  #sayOnce(message: string, error?: unknown): void {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    this.#options.logTrouble(message, error);
  }

  /** Cut short when the recorder closes. */
  async #pause(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { ref: false, signal: this.#closing.signal }).catch(() => undefined);
  }
}
