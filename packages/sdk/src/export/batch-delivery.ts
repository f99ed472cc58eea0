import { report, reportOnce } from '../report.ts';
import type { SpanRecord } from '../tracer/span-record.ts';
import { BodyWriter } from './body-writer.ts';
import { encodeBatch } from './encode-batch.ts';
import type { HttpSender, SendOutcome } from './http-sender.ts';

const firstRetryMs = 250;
const longestRetryMs = 30_000;

export interface BatchDeliveryOptions {
  sender: HttpSender;
  /** Where the server is, for messages. */
  apiUrl: string;
  envelope: { head: string; tail: string };
}

/** Brings one batch after another to the server: waits, retries, splits, and says once when that begins and ends. */
export class BatchDelivery {
  readonly #options: BatchDeliveryOptions;
  readonly #writer = new BodyWriter();
  #isOutage = false;
  #stopWaiting: (() => void) | undefined;
  sent = 0;
  dropped = 0;
  lastError: string | undefined;

  constructor(options: BatchDeliveryOptions) {
    this.#options = options;
  }

  /**
   * Returns true when the batch is done with: accepted, or refused for good. Returns false when the server could not
   * take it and `shouldGiveUp` said so after that many attempts.
   */
  async deliver(batch: readonly SpanRecord[], shouldGiveUp: (attempts: number) => boolean): Promise<boolean> {
    const body = await encodeBatch(batch, this.#options.envelope, this.#writer);
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#options.sender.send(body);
      if (outcome.kind === 'accepted') {
        this.#noteAccepted(batch.length, outcome.body);
        return true;
      }
      if (outcome.kind === 'refused') {
        if (outcome.status !== 413 || batch.length === 1) {
          this.#noteRefused(batch.length, outcome);
          return true;
        }
        const middle = Math.ceil(batch.length / 2);
        const isFirstDone = await this.deliver(batch.slice(0, middle), shouldGiveUp);
        return (await this.deliver(batch.slice(middle), shouldGiveUp)) && isFirstDone;
      }
      this.#noteUnavailable(outcome.reason);
      if (shouldGiveUp(attempt)) return false;
      await this.#wait(outcome.retryAfterMs ?? computeBackoffMs(attempt));
    }
  }

  /** Cuts the present wait short: somebody wants the spans out now. */
  retryNow(): void {
    this.#stopWaiting?.();
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
    this.sent += count;
    this.lastError = undefined;
    if (this.#isOutage) {
      this.#isOutage = false;
      const lost = this.dropped > 0 ? ` ${this.dropped} spans were dropped so far.` : '';
      report(`${this.#options.apiUrl} takes spans again.${lost}`);
    }
    if (body.includes('errorMessage'))
      reportOnce(`${this.#options.apiUrl} took only a part of the spans: ${body}`);
  }

  #noteRefused(count: number, { status, body }: SendOutcome & { kind: 'refused' }): void {
    this.dropped += count;
    this.lastError = `HTTP ${status}`;
    const { apiUrl } = this.#options;
    reportOnce(
      status === 401 || status === 403
        ? `${apiUrl} refused the API key (HTTP ${status}): check OUTCROP_API_KEY, or make a key on the page under API keys. Spans are dropped.`
        : `${apiUrl} refused spans (HTTP ${status}) and they are dropped: ${body.slice(0, 300)}`,
    );
  }

  #noteUnavailable(reason: string): void {
    this.lastError = reason;
    if (this.#isOutage) return;
    this.#isOutage = true;
    report(
      `cannot reach ${this.#options.apiUrl} (${reason}): is the server running? Spans are kept and retried.`,
    );
  }
}

/** Doubles with every attempt, with jitter so that many processes do not come back at once. */
function computeBackoffMs(attempt: number): number {
  const ceiling = Math.min(firstRetryMs * 2 ** (attempt - 1), longestRetryMs);
  return ceiling * (0.5 + Math.random() / 2);
}
