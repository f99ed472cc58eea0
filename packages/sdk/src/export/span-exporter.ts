import { report, reportOnce } from '../report.ts';
import { BatchDelivery } from './batch-delivery.ts';
import { ExportCounts, type ExportStatus } from './export-counts.ts';
import type { ExporterSettings } from './exporter-settings.ts';
import { HttpSender } from './http-sender.ts';
import { sendAtOnce } from './send-at-once.ts';
import { armSignals, disarmSignals } from './signals.ts';
import type { SpanCodec } from './span-codec.ts';
import { runOutsideCalls } from './outside-calls.ts';
import { ServerTrouble } from './server-trouble.ts';
import { SpanQueue, type Weighted } from './span-queue.ts';
import { SpoolReplay } from './spool-replay.ts';

const batchBytes = 1024 * 1024;
const attemptsInFlush = 3;
/**
 * Spans are made compact when there are so many bytes of them: the work for ten prompts in a row takes half the time of
 * ten times the work for one, and few collections of garbage come in between.
 */
const freshBytes = 128 * 1024;
/** Made compact between two turns of the event loop: about a millisecond's work. */
const compactedBytes = 256 * 1024;

/** Where spans come from that nobody handed over yet. */
export interface SpanSource<Item> {
  codec: SpanCodec<Item>;
  /** Spans that are due to be sent as running, and whether others will be due later. */
  takeRunning(): { items: Item[]; isWaiting: boolean };
  /** Whether there are spans that the end of the process would cut off. */
  hasOpen(): boolean;
}

/**
 * Sends spans in the background: batches by time and size, one request at a time, retries, bounded memory.
 * Nothing here throws into the caller or keeps the process alive, except `flush` until its time is up.
 */
export class SpanExporter<Item extends Weighted> {
  readonly #settings: ExporterSettings;
  readonly #source: SpanSource<Item>;
  readonly #queue: SpanQueue<Item>;
  readonly #counts = new ExportCounts();
  readonly #delivery: BatchDelivery<Item>;
  readonly #spool: SpoolReplay<Item> | undefined;
  readonly #url: URL;
  #timer: NodeJS.Timeout | undefined;
  #isDueAtOnce = false;
  #draining: Promise<void> | undefined;
  #flushesUnderWay = 0;
  #flushDeadline = 0;
  #inFlight: readonly Item[] = [];
  #isCompacting = false;

  constructor(
    settings: ExporterSettings,
    source: SpanSource<Item>,
    trouble: ServerTrouble = new ServerTrouble(settings.apiUrl),
  ) {
    this.#settings = settings;
    this.#source = source;
    this.#queue = new SpanQueue({ maxBytes: settings.maxQueueBytes, overflow: settings.overflow });
    this.#url = new URL(`${settings.apiUrl}/v1/traces`);
    const isCompressed =
      settings.compression === 'gzip' || (settings.compression === 'auto' && !isLoopback(this.#url));
    this.#delivery = new BatchDelivery({
      sender: new HttpSender({ ...settings, url: this.#url, isCompressed }),
      apiUrl: settings.apiUrl,
      codec: source.codec,
      counts: this.#counts,
      trouble,
    });
    const { spoolDirectory: directory } = settings;
    if (directory === undefined) return;
    this.#spool = new SpoolReplay({ directory, settings, codec: source.codec, counts: this.#counts });
    this.#schedule(false);
  }

  enqueue(item: Item): void {
    const dropped = this.#queue.push(item);
    if (dropped > 0) this.#noteOverflow(dropped);
    this.#compactSoon();
    this.#schedule(this.#queue.byteLength >= batchBytes && !this.#draining);
  }

  /** Sees to it that a span that was just opened is sent as running in due time. */
  wake(): void {
    this.#schedule(false);
  }

  getStatus(): ExportStatus {
    return this.#counts.toStatus(this.#queue.length + this.#inFlight.length);
  }

  /** Resolves when everything is sent, when the server failed three times, or when the time is up. */
  async flush(): Promise<void> {
    if (this.#queue.length === 0 && !this.#draining && !this.#spool?.isWaiting) return;
    const { flushTimeoutMs } = this.#settings;
    this.#flushesUnderWay += 1;
    this.#flushDeadline = performance.now() + flushTimeoutMs;
    this.#delivery.retryNow();
    let keepAlive: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise<void>((resolve) => {
      keepAlive = setTimeout(resolve, flushTimeoutMs);
    });
    try {
      await Promise.race([this.#drain(), timeIsUp]);
    } finally {
      clearTimeout(keepAlive);
      this.#flushesUnderWay -= 1;
    }
  }

  /**
   * For the end of the process: sends what is left while this thread waits, no longer than `timeoutMs`, and spools or
   * gives up what the server did not take.
   */
  finishAtOnce(timeoutMs: number): void {
    const left = [...this.#inFlight, ...this.#queue.take(Infinity)];
    this.#inFlight = [];
    this.#spool?.releaseClaims();
    if (left.length === 0) return;
    const isHopeful = timeoutMs > 0 && !(this.#spool && this.#delivery.isOutage);
    const unsent = isHopeful ? this.#sendAtOnce(left, timeoutMs) : left;
    if (unsent.length === 0 || this.#spool?.keep(unsent)) return;
    this.#counts.drop(unsent.length, 'process_end');
    report(`the process ends and ${countSpans(unsent.length)} could not be sent.`);
  }

  #sendAtOnce(left: readonly Item[], timeoutMs: number): readonly Item[] {
    const waiting = new SpanQueue<Item>({ maxBytes: Infinity, overflow: 'drop-oldest' });
    waiting.unshift(left);
    const batches: Item[][] = [];
    while (waiting.length > 0) batches.push(waiting.take(batchBytes));
    const bodies = batches.map((batch) => this.#source.codec.encodeAtOnce(batch));
    const taken = sendAtOnce(bodies, { url: this.#url, apiKey: this.#settings.apiKey, timeoutMs });
    const unsent = batches.slice(taken).flat();
    this.#counts.sent += left.length - unsent.length;
    return unsent;
  }

  #compactSoon(): void {
    const { codec } = this.#source;
    if (this.#isCompacting || !codec.compact || this.#queue.freshBytes < freshBytes) return;
    this.#isCompacting = true;
    setImmediate(() => {
      this.#isCompacting = false;
      this.#queue.compact((item) => codec.compact?.(item) ?? item, compactedBytes);
      this.#compactSoon();
    });
  }

  #schedule(isDueAtOnce: boolean): void {
    if (this.#timer && (this.#isDueAtOnce || !isDueAtOnce)) return;
    clearTimeout(this.#timer);
    this.#isDueAtOnce = isDueAtOnce;
    const delayMs = isDueAtOnce ? 0 : this.#settings.flushIntervalMs;
    this.#timer = runOutsideCalls(() => setTimeout(() => this.#tick(), delayMs));
    this.#timer.unref();
    if (this.#settings.exitTimeoutMs > 0) armSignals(this);
  }

  #tick(): void {
    this.#timer = undefined;
    this.#isDueAtOnce = false;
    const running = this.#source.takeRunning();
    for (const item of running.items) this.enqueue(item);
    if (running.isWaiting) this.#schedule(false);
    this.#spill();
    if (this.#queue.length > 0 || this.#spool?.isWaiting) void this.#drain();
    else this.#rest();
  }

  /** Comes back for what is left. With nothing left to lose, the process need not tell us of its end. */
  #rest(): void {
    if (this.#queue.length > 0 || this.#spool?.isWaiting) this.#schedule(false);
    else if (!this.#timer && !this.#source.hasOpen()) disarmSignals(this);
  }

  /** One drain at a time; whoever asks meanwhile waits for the same one, which takes what came since as well. */
  #drain(): Promise<void> {
    this.#draining ??= runOutsideCalls(() => this.#sendAll()).finally(() => {
      this.#draining = undefined;
      this.#rest();
    });
    return this.#draining;
  }

  async #sendAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const isDone = await this.#deliver(this.#queue.take(batchBytes));
      // What came meanwhile waits for its own batch, or a busy app would send a request for every span or two.
      const isBatchDue = this.#flushesUnderWay > 0 || this.#queue.byteLength >= batchBytes;
      if (!isDone) return;
      if (!isBatchDue) break;
    }
    await this.#replaySpool();
  }

  async #deliver(batch: readonly Item[]): Promise<boolean> {
    this.#inFlight = batch;
    const left = await this.#delivery.deliver(batch, (...asked) => this.#shouldGiveUp(...asked));
    this.#inFlight = [];
    const waiting = new Set(left);
    for (const item of batch) if (!waiting.has(item)) item.release?.();
    if (left.length > 0) this.#queue.unshift(left);
    return left.length === 0;
  }

  /** One file after another, as long as the server takes them and nothing newer is due. */
  async #replaySpool(): Promise<void> {
    while (this.#spool?.isWaiting && this.#queue.byteLength < batchBytes) {
      const replay = this.#delivery.isPaused ? undefined : this.#spool.next();
      if (!replay) return;
      const left = replay.items.length > 0 ? await this.#delivery.deliver(replay.items, () => true) : [];
      if (left.length === 0) replay.remove();
      else this.#spool.releaseClaims();
    }
  }

  #shouldGiveUp(attempts: number, waitMs: number): boolean {
    if (this.#flushesUnderWay === 0) return false;
    return attempts >= attemptsInFlush || performance.now() + waitMs > this.#flushDeadline;
  }

  /** Moves the older half of the waiting spans to the disk before memory runs out. */
  #spill(): void {
    if (!this.#spool) return;
    while (this.#queue.byteLength > this.#settings.maxQueueBytes / 2) {
      const batch = this.#queue.take(batchBytes);
      if (!this.#spool.keep(batch)) {
        this.#queue.unshift(batch);
        return;
      }
      for (const item of batch) item.release?.();
    }
  }

  #noteOverflow(dropped: number): void {
    this.#counts.drop(dropped, 'queue_full');
    const { apiUrl, maxQueueBytes, overflow } = this.#settings;
    reportOnce(
      `more spans are waiting for ${apiUrl} than maxQueueBytes (${maxQueueBytes} bytes) allows: the ${overflow === 'drop-oldest' ? 'oldest' : 'newest'} are dropped.`,
    );
  }
}

function countSpans(count: number): string {
  return count === 1 ? '1 span' : `${count} spans`;
}

function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || url.hostname.startsWith('127.');
}
