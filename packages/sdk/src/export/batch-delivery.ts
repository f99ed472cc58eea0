import { reportOnce } from '../report.ts';
import type { ExportCounts } from './export-counts.ts';
import type { HttpSender } from './http-sender.ts';
import type { SendOutcome } from './server-connection.ts';
import type { ServerTrouble, Trouble } from './server-trouble.ts';
import type { SpanCodec } from './span-codec.ts';

const firstRetryMs = 250;
const longestRetryMs = 30_000;
/** A key that was refused is tried again this often: it may be made valid on the server. */
const keyRetryMs = 60_000;
/** Refusals in a row after which batches are no longer halved to find the one bad span: the server wants none. */
const hopelessAfter = 16;
/** Statuses that may be about a single span of the batch. */
const contentStatuses: ReadonlySet<number> = new Set([400, 413, 422]);

type Refusal = SendOutcome & { kind: 'refused' };

/** Asked before every wait: whether to stop after so many attempts rather than wait so long. */
export type ShouldGiveUp = (attempts: number, waitMs: number) => boolean;

export interface BatchDeliveryOptions<Item> {
  sender: HttpSender;
  /** Where the server is, for messages. */
  apiUrl: string;
  codec: SpanCodec<Item>;
  counts: ExportCounts;
  trouble: ServerTrouble;
}

/** Brings one batch after another to the server: waits, retries, splits, and says once when that begins and ends. */
export class BatchDelivery<Item> {
  readonly #options: BatchDeliveryOptions<Item>;
  #isPauseDemanded = false;
  #failuresInARow = 0;
  #refusalsInARow = 0;
  /** On the clock of `performance.now()`. */
  #resumeAt = 0;
  #stopWaiting: (() => void) | undefined;

  constructor(options: BatchDeliveryOptions<Item>) {
    this.#options = options;
  }

  /** Whether the last request failed. */
  get isOutage(): boolean {
    return this.#options.trouble.affects(this);
  }

  /** Whether the next request has to wait. */
  get isPaused(): boolean {
    return performance.now() < this.#resumeAt;
  }

  /** Returns what is still to be sent: nothing, unless `shouldGiveUp` said so. What is refused for good is dropped. */
  async deliver(batch: readonly Item[], shouldGiveUp: ShouldGiveUp): Promise<readonly Item[]> {
    const outcome = await this.#send(batch, shouldGiveUp);
    if (outcome === undefined) return batch;
    if (outcome.kind === 'accepted') {
      this.#noteAccepted(batch.length, outcome.body);
      return [];
    }
    this.#options.counts.lastError = `HTTP ${outcome.status}`;
    if (outcome.status !== 413) this.#refusalsInARow += 1;
    const isOneToBlame = contentStatuses.has(outcome.status) && this.#refusalsInARow < hopelessAfter;
    const [only] = batch;
    if (batch.length > 1 && isOneToBlame) return this.#deliverHalves(batch, shouldGiveUp);
    const smaller =
      batch.length === 1 && only && outcome.status === 413
        ? this.#options.codec.withoutContent(only)
        : undefined;
    if (smaller === undefined) {
      this.#noteRefused(batch.length, outcome);
      return [];
    }
    reportOnce(
      `${this.#options.apiUrl} takes no span as large as some of this app: these are sent without their content.`,
    );
    return this.deliver([smaller], shouldGiveUp);
  }

  /** Cuts the present wait short, unless the server asked for it: somebody wants the spans out now. */
  retryNow(): void {
    if (!this.#isPauseDemanded) this.#resumeAt = 0;
    this.#stopWaiting?.();
  }

  async #deliverHalves(batch: readonly Item[], shouldGiveUp: ShouldGiveUp): Promise<readonly Item[]> {
    const middle = Math.ceil(batch.length / 2);
    const left = await this.deliver(batch.slice(0, middle), shouldGiveUp);
    const second = batch.slice(middle);
    return left.length > 0 ? [...left, ...second] : this.deliver(second, shouldGiveUp);
  }

  /** Posts until there is an answer that another attempt would not change; `undefined` when it gave up. */
  async #send(
    batch: readonly Item[],
    shouldGiveUp: ShouldGiveUp,
  ): Promise<Exclude<SendOutcome, Trouble> | undefined> {
    let body: Buffer | undefined;
    for (let attempts = 0; ;) {
      const waitMs = this.#resumeAt - performance.now();
      if (waitMs > 0) {
        if (shouldGiveUp(attempts, waitMs)) return undefined;
        await this.#wait(waitMs);
        continue;
      }
      body ??= await this.#options.codec.encode(batch);
      const outcome = await this.#options.sender.send(body);
      attempts += 1;
      if (outcome.kind === 'accepted' || outcome.kind === 'refused') return outcome;
      this.#noteTrouble(outcome);
    }
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      timer.unref();
      this.#stopWaiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #noteAccepted(count: number, body: string): void {
    const { counts, apiUrl, trouble } = this.#options;
    const rejected = Math.min(readRejectedSpans(body), count);
    counts.sent += count - rejected;
    if (rejected > 0) {
      counts.drop(rejected, 'refused');
      reportOnce(`${apiUrl} took only a part of the spans: ${body.slice(0, 300)}`);
    }
    counts.lastError = undefined;
    counts.lastSuccessAt = Date.now();
    this.#failuresInARow = 0;
    this.#refusalsInARow = 0;
    trouble.end(this, () => (counts.dropped > 0 ? ` ${counts.dropped} spans were dropped so far.` : ''));
  }

  #noteRefused(count: number, { status, body }: Refusal): void {
    const { counts, apiUrl } = this.#options;
    counts.drop(count, status === 413 ? 'too_large' : 'refused');
    reportOnce(`${apiUrl} refused spans (HTTP ${status}) and they are dropped: ${body.slice(0, 300)}`);
  }

  #noteTrouble(outcome: Trouble): void {
    const { counts, trouble } = this.#options;
    const isKeyRefused = outcome.kind === 'unauthorized';
    const demandedMs = isKeyRefused ? keyRetryMs : outcome.retryAfterMs;
    this.#failuresInARow += 1;
    this.#isPauseDemanded = demandedMs !== undefined;
    this.#resumeAt = performance.now() + Math.max(demandedMs ?? 0, computeBackoffMs(this.#failuresInARow));
    counts.retries += 1;
    counts.lastError = isKeyRefused ? `HTTP ${outcome.status}` : outcome.reason;
    trouble.begin(this, outcome);
  }
}

/** Doubles with every failure, with jitter so that many processes do not come back at once. */
export function computeBackoffMs(failures: number): number {
  const ceiling = Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs);
  return ceiling * (0.5 + Math.random() / 2);
}

/** https://opentelemetry.io/docs/specs/otlp/#partial-success-1 */
function readRejectedSpans(body: string): number {
  if (!body.includes('rejectedSpans')) return 0;
  try {
    const answer = JSON.parse(body) as { partialSuccess?: { rejectedSpans?: number | string } };
    return Number(answer.partialSuccess?.rejectedSpans) || 0;
  } catch {
    return 0;
  }
}
