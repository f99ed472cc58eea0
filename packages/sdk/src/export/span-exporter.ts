import { reportOnce } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { SpanRecord } from '../tracer/span-record.ts';
import { version } from '../version.ts';
import { BatchDelivery } from './batch-delivery.ts';
import { encodeEnvelope } from './encode-otlp.ts';
import { HttpSender } from './http-sender.ts';
import { SpanQueue } from './span-queue.ts';

const batchBytes = 1024 * 1024;
const attemptsInFlush = 3;

export type ExporterSettings = Settings & { apiKey: string };

/** How sending goes. Counts are spans since the logger was made. */
export interface ExportStatus {
  queued: number;
  sent: number;
  dropped: number;
  lastError: string | undefined;
}

/** Spans that are due to be sent as running, and whether others will be due later. */
export interface RunningSpans {
  records: SpanRecord[];
  isWaiting: boolean;
}

/**
 * Sends spans in the background: batches by time and size, one request at a time, retries, bounded memory.
 * Nothing here throws into the caller or keeps the process alive, except `flush` until its time is up.
 */
export class SpanExporter {
  readonly #settings: ExporterSettings;
  readonly #takeRunning: () => RunningSpans;
  readonly #queue: SpanQueue;
  readonly #delivery: BatchDelivery;
  #timer: NodeJS.Timeout | undefined;
  #isDueAtOnce = false;
  #draining: Promise<void> | undefined;
  #flushesUnderWay = 0;
  #inFlight = 0;
  #overflowed = 0;

  constructor(settings: ExporterSettings, takeRunning: () => RunningSpans) {
    this.#settings = settings;
    this.#takeRunning = takeRunning;
    this.#queue = new SpanQueue(settings.maxQueueBytes);
    const url = new URL(`${settings.apiUrl}/v1/traces`);
    const isCompressed =
      settings.compression === 'gzip' || (settings.compression === 'auto' && !isLoopback(url));
    this.#delivery = new BatchDelivery({
      sender: new HttpSender({ ...settings, url, isCompressed }),
      apiUrl: settings.apiUrl,
      envelope: encodeEnvelope({ ...settings, sdkVersion: version }),
    });
  }

  enqueue(record: SpanRecord): void {
    const dropped = this.#queue.push(record);
    if (dropped > 0) this.#noteOverflow(dropped);
    this.#schedule(this.#queue.byteLength >= batchBytes);
  }

  /** Sees to it that a span that was just opened is sent as running in due time. */
  wake(): void {
    this.#schedule(false);
  }

  getStatus(): ExportStatus {
    return {
      queued: this.#queue.length + this.#inFlight,
      sent: this.#delivery.sent,
      dropped: this.#delivery.dropped + this.#overflowed,
      lastError: this.#delivery.lastError,
    };
  }

  /** Resolves when everything queued is sent, when the server failed three times, or when the time is up. */
  async flush(): Promise<void> {
    if (this.#queue.length === 0 && !this.#draining) return;
    this.#flushesUnderWay += 1;
    this.#delivery.retryNow();
    let keepAlive: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise<void>((resolve) => {
      keepAlive = setTimeout(resolve, this.#settings.flushTimeoutMs);
    });
    try {
      await Promise.race([this.#drain(), timeIsUp]);
    } finally {
      clearTimeout(keepAlive);
      this.#flushesUnderWay -= 1;
    }
  }

  #schedule(isDueAtOnce: boolean): void {
    if (this.#timer && (this.#isDueAtOnce || !isDueAtOnce)) return;
    clearTimeout(this.#timer);
    this.#isDueAtOnce = isDueAtOnce;
    this.#timer = setTimeout(() => this.#tick(), isDueAtOnce ? 0 : this.#settings.flushIntervalMs);
    this.#timer.unref();
  }

  #tick(): void {
    this.#timer = undefined;
    this.#isDueAtOnce = false;
    const running = this.#takeRunning();
    for (const record of running.records) this.enqueue(record);
    if (running.isWaiting) this.#schedule(false);
    if (this.#queue.length > 0) void this.#drain();
  }

  /** One drain at a time; whoever asks meanwhile waits for the same one, which takes what came since as well. */
  #drain(): Promise<void> {
    this.#draining ??= this.#sendAll().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  async #sendAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.take(batchBytes);
      this.#inFlight = batch.length;
      const isDone = await this.#delivery.deliver(batch, (attempts) => this.#shouldGiveUp(attempts));
      this.#inFlight = 0;
      if (!isDone) this.#queue.unshift(batch);
      // What came meanwhile waits for its own batch, or a busy app would send a request for every span or two.
      const isBatchDue = this.#flushesUnderWay > 0 || this.#queue.byteLength >= batchBytes;
      if (isDone && isBatchDue) continue;
      if (this.#queue.length > 0) this.#schedule(false);
      return;
    }
  }

  #shouldGiveUp(attempts: number): boolean {
    return this.#flushesUnderWay > 0 && attempts >= attemptsInFlush;
  }

  #noteOverflow(dropped: number): void {
    this.#overflowed += dropped;
    const limit = `${this.#settings.maxQueueBytes} bytes`;
    reportOnce(
      `more spans are waiting for ${this.#settings.apiUrl} than maxQueueBytes (${limit}) allows: the oldest are dropped.`,
    );
  }
}

function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || url.hostname.startsWith('127.');
}
