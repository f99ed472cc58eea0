import type { ByteSource } from '@outcrop/bedrock';
import type { MissingAttachments } from '@outcrop/protocol';
import { computeBackoffMs } from '../export/batch-delivery.ts';
import { runOutsideCalls } from '../export/outside-calls.ts';
import type { SendOutcome } from '../export/server-connection.ts';
import type { ServerTrouble } from '../export/server-trouble.ts';
import { reportOnce } from '../report.ts';
import { AttachmentRequests } from './attachment-requests.ts';
import { RecentHashes } from './recent-hashes.ts';

/** An answer to these fits into what is read of an answer. */
const hashesPerQuestion = 50;
const attemptsInFlush = 3;

/** How uploading goes. Counts are distinct attachments since the logger was made. */
export interface AttachmentStatus {
  queued: number;
  /** Uploaded, or found to be on the server already. */
  sent: number;
  dropped: number;
}

export interface AttachmentUploaderOptions {
  apiUrl: string;
  apiKey: string;
  requestTimeoutMs: number;
  flushTimeoutMs: number;
  trouble: ServerTrouble;
  /** Called with the size of what need not be kept in memory any more. */
  release(byteLength: number): void;
}

/** A key may be made valid on the server. */
const refusedKeyRetryMs = 60_000;
/** Of a server without these routes: it is another OpenTelemetry backend, or a proxy spoke while the server was away. */
const missingRouteStatuses: ReadonlySet<number> = new Set([404, 405, 501]);
const missingRouteRetryMs = 3_600_000;

/** Asks the server which attachments it lacks and uploads those, one after another, retrying until it takes them. */
export class AttachmentUploader {
  readonly #options: AttachmentUploaderOptions;
  readonly #requests: AttachmentRequests;
  readonly #queue = new Map<string, ByteSource>();
  readonly #known = new RecentHashes();
  #draining: Promise<void> | undefined;
  #stopWaiting: (() => void) | undefined;
  /** Those who wait for a flush, to be told when the server does not come back in time. */
  readonly #flushes = new Set<() => void>();
  #sent = 0;
  #dropped = 0;
  /** On the clock of `performance.now()`. */
  #unsupportedUntil = 0;

  constructor(options: AttachmentUploaderOptions) {
    this.#options = options;
    this.#requests = new AttachmentRequests(options);
  }

  /** False for an hour once the server has shown that it has no such routes. */
  get isSupported(): boolean {
    return performance.now() >= this.#unsupportedUntil;
  }

  /** Takes over the bytes, which are copied now unless the server has them. */
  upload(sha256: string, source: ByteSource): void {
    if (this.#known.has(sha256) || this.#queue.has(sha256) || !this.isSupported) {
      this.#options.release(source.byteLength);
      return;
    }
    source.own();
    this.#queue.set(sha256, source);
    void this.#drain();
  }

  getStatus(): AttachmentStatus {
    return { queued: this.#queue.size, sent: this.#sent, dropped: this.#dropped };
  }

  async flush(): Promise<void> {
    if (this.#queue.size === 0) return;
    this.#stopWaiting?.();
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(keepAlive);
        this.#flushes.delete(finish);
        resolve();
      };
      const keepAlive = setTimeout(finish, this.#options.flushTimeoutMs);
      this.#flushes.add(finish);
      void this.#drain().then(finish);
    });
  }

  #drain(): Promise<void> {
    this.#draining ??= runOutsideCalls(() => this.#sendAll()).finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  async #sendAll(): Promise<void> {
    for (let failures = 0; this.#queue.size > 0;) {
      const outcome = await this.#sendSome([...this.#queue.keys()].slice(0, hashesPerQuestion));
      if (outcome.kind !== 'unavailable' && outcome.kind !== 'unauthorized') {
        failures = 0;
        continue;
      }
      failures += 1;
      this.#options.trouble.begin(this, outcome);
      const demandedMs = outcome.kind === 'unauthorized' ? refusedKeyRetryMs : outcome.retryAfterMs;
      const waitMs = demandedMs ?? computeBackoffMs(failures);
      if (failures >= attemptsInFlush || waitMs > this.#options.flushTimeoutMs) this.#endFlushes();
      await this.#wait(waitMs);
    }
  }

  /** Resolves to the first outcome that stops the work, or the last one. */
  async #sendSome(hashes: readonly string[]): Promise<SendOutcome> {
    const answer = await this.#requests.findMissing(hashes);
    if (answer.kind === 'unavailable' || answer.kind === 'unauthorized') return answer;
    if (answer.kind === 'refused' && missingRouteStatuses.has(answer.status)) return this.#giveUpAll(answer);
    const missing = parseMissing(answer.body, hashes);
    for (const sha256 of hashes) if (!missing.has(sha256)) this.#finish(sha256, true);
    for (const sha256 of missing) {
      const outcome = await this.#requests.put(sha256, this.#queue.get(sha256) as ByteSource);
      if (outcome.kind === 'unavailable' || outcome.kind === 'unauthorized') return outcome;
      if (outcome.kind === 'refused') this.#noteRefused(outcome);
      this.#finish(sha256, outcome.kind === 'accepted');
    }
    this.#options.trouble.end(this);
    return answer;
  }

  #finish(sha256: string, isOnServer: boolean): void {
    const source = this.#queue.get(sha256);
    if (!source) return;
    this.#queue.delete(sha256);
    this.#options.release(source.byteLength);
    if (isOnServer) {
      this.#known.add(sha256);
      this.#sent += 1;
    } else this.#dropped += 1;
  }

  #endFlushes(): void {
    for (const finish of this.#flushes) finish();
  }

  #giveUpAll(outcome: SendOutcome & { kind: 'refused' }): SendOutcome {
    this.#unsupportedUntil = performance.now() + missingRouteRetryMs;
    this.#options.trouble.end(this);
    reportOnce(
      `${this.#options.apiUrl} takes no attachments (HTTP ${outcome.status}): spans are sent without their bytes. If that is as it should be, set attachments to "metadata".`,
    );
    for (const sha256 of this.#queue.keys()) this.#finish(sha256, false);
    return outcome;
  }

  #noteRefused({ status, body }: SendOutcome & { kind: 'refused' }): void {
    reportOnce(
      `${this.#options.apiUrl} refused an attachment (HTTP ${status}) and it is dropped: ${body.slice(0, 300)}`,
    );
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
}

/** What the server lacks of the hashes; all of them when its answer cannot be read. */
function parseMissing(body: string, hashes: readonly string[]): Set<string> {
  try {
    const { missing } = JSON.parse(body) as MissingAttachments;
    return new Set(hashes.filter((sha256) => missing.includes(sha256)));
  } catch {
    return new Set(hashes);
  }
}
