import type { PendingAttachment } from '@outcrop/bedrock';
import type { SpanType } from '@outcrop/protocol';
import { AttachmentRecorder, type AttachmentTicket } from '../attachments/attachment-recorder.ts';
import type { AttachmentStatus } from '../attachments/attachment-uploader.ts';
import { HeldRecords } from '../attachments/held-records.ts';
import { ExportCounts, type ExportStatus } from '../export/export-counts.ts';
import { findExporterSettings, reportMissingKey } from '../export/exporter-settings.ts';
import { finishAtProcessEnd } from '../export/process-end.ts';
import { createRecordCodec } from '../export/record-codec.ts';
import { SpanExporter } from '../export/span-exporter.ts';
import { ServerTrouble } from '../export/server-trouble.ts';
import type { SpanSink } from '../export/span-sink.ts';
import { findActiveParent } from '../otel/active-parent.ts';
import { SpanEmitter } from '../otel/span-emitter.ts';
import { createRedactor, type Redactor } from '../redaction/redactor.ts';
import { nameKind, reportOnce } from '../report.ts';
import { buildSettings, isConfiguredByEnvironment, type LoggerOptions } from '../settings.ts';
import { version } from '../version.ts';
import { noopSpan } from './noop-span.ts';
import { OpenSpans } from './open-spans.ts';
import type { ParentLink } from './parent-link.ts';
import { nameWork, runInSpan } from './run-in-span.ts';
import { runtime } from './runtime.ts';
import type { SpanRecord } from './span-record.ts';
import { parseTraceContext, type IncomingHeaders } from './trace-context.ts';
import { TraceSpan, type Span, type SpanOptions } from './trace-span.ts';

/** Records spans of one project and sends them to one server. */
export class Logger {
  readonly projectName: string;
  /** @internal */
  readonly exitTimeoutMs: number;
  readonly #flushTimeoutMs: number;
  /** @internal Whether AWS may be asked for the model behind an ARN. */
  readonly resolvesModels: boolean;
  /** @internal */
  readonly recordsVectors: boolean;
  readonly #apiUrl: string;
  readonly #sink: SpanSink | undefined;
  #isShutDown = false;
  /** @internal What makes spans of the app's own tracer, when they go there. */
  readonly emitter: SpanEmitter | undefined;
  readonly #attachments: AttachmentRecorder | undefined;
  readonly #held = new HeldRecords((record) => this.#sink?.enqueue(record));
  /** @internal Undefined when everything may be recorded. */
  readonly redactor: Redactor | undefined;
  /** @internal */
  readonly openSpans: OpenSpans;
  /** What started this process, when that was traced as well. */
  readonly #processParent: ParentLink | null;

  /** @internal */
  constructor(options: LoggerOptions) {
    const settings = buildSettings(options);
    this.projectName = settings.projectName;
    this.exitTimeoutMs = settings.exitTimeoutMs;
    this.#flushTimeoutMs = settings.flushTimeoutMs;
    this.resolvesModels = settings.resolveModels;
    this.recordsVectors = settings.recordVectors;
    this.#apiUrl = settings.apiUrl;
    this.#processParent = parseTraceContext(settings.traceContext) ?? null;
    this.redactor = createRedactor(settings);
    this.openSpans = new OpenSpans({
      maxBytes: settings.maxQueueBytes,
      send: (record) => this.#sink?.enqueue(record),
    });
    if (settings.emitTo === 'opentelemetry') {
      this.emitter = new SpanEmitter(settings);
      this.#sink = this.emitter;
      return;
    }
    const usable = findExporterSettings(settings);
    if (!usable) return;
    const trouble = new ServerTrouble(usable.apiUrl);
    const source = {
      codec: createRecordCodec({ ...settings, sdkVersion: version }),
      takeRunning: () => this.openSpans.takeRunning(),
      hasOpen: () => !this.openSpans.isEmpty,
    };
    this.#sink = new SpanExporter(usable, source, trouble);
    this.#attachments = new AttachmentRecorder(usable, trouble);
  }

  /** Starts a span under `options.parent`, or the active span. It must be ended by `end()`. */
  startSpan(name: string, options?: SpanOptions | null, parentByDefault?: Span): Span {
    if (!this.#sink || this.#isShutDown) return noopSpan;
    try {
      const { type = 'task', event, parent: given = parentByDefault } = options ?? {};
      const parent = given === null ? null : this.#findParent(given);
      const span = new TraceSpan(this, {
        name: typeof name === 'string' ? name : String(name),
        type,
        parent,
      });
      if (event) span.log(event);
      return span;
    } catch (error) {
      reportOnce(`a span could not be started with its options (${nameKind(error)}): it is not recorded.`);
      return noopSpan;
    }
  }

  /** Like the function `traced`, with this logger. */
  traced<Result>(work: (span: Span) => Result, options?: SpanOptions & { name?: string }): Result {
    return runInSpan(this.startSpan(nameWork(work, options), options), work);
  }

  /** @internal Starts the span of an instrumented call; `undefined` when nothing is recorded. */
  startCallSpan(name: string, type: SpanType = 'llm'): TraceSpan | undefined {
    if (!this.#sink || this.#isShutDown) return undefined;
    const redactor = this.redactor?.forCalls;
    return new TraceSpan(this, { name, type, parent: this.#findParent(), redactor });
  }

  /** Sends what has been recorded so far. Resolves when it is on the server, or given up; never rejects. */
  async flush(): Promise<void> {
    if (!this.#attachments?.isHashing) return this.#send();
    const startedAt = performance.now();
    // Half of the time, so that the other half is left for sending.
    await this.#attachments.waitForHashes(this.#flushTimeoutMs / 2);
    this.#held.releaseAll();
    let timer: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.#flushTimeoutMs - (performance.now() - startedAt));
    });
    await Promise.race([this.#send(), timeIsUp]);
    clearTimeout(timer);
  }

  /** Ends what is open, marked as partial, sends everything as `flush` does and records nothing from then on. */
  async shutdown(): Promise<void> {
    this.#isShutDown = true;
    this.endOpenSpans();
    await this.flush();
  }

  async #send(): Promise<void> {
    await Promise.all([this.#sink?.flush(), this.#attachments?.flush()]);
  }

  /** How sending goes: what waits, what was sent, dropped and why, and the last error. */
  getStatus(): ExportStatus & { attachments: AttachmentStatus } {
    return {
      ...(this.#sink?.getStatus() ?? { ...new ExportCounts().toStatus(0), lastError: 'no API key' }),
      attachments: this.#attachments?.getStatus() ?? { queued: 0, sent: 0, dropped: 0 },
    };
  }

  permalink(span: Span): string {
    if (!span.traceId) return '';
    const project = encodeURIComponent(this.projectName);
    return `${this.#apiUrl}/projects/${project}/traces/${span.traceId}?span=${span.spanId}`;
  }

  /** @internal Ends what was left open, marked as partial: for the end of the process. */
  endOpenSpans(): void {
    this.openSpans.endAll();
  }

  /** @internal For the end of the process: sends what is left while everything else waits, no longer than `timeoutMs`. */
  finishAtOnce(timeoutMs: number): void {
    this.#held.releaseAll();
    this.#sink?.finishAtOnce(timeoutMs);
  }

  /** @internal Undefined when none of their bytes are wanted. */
  takeAttachments(attachments: readonly PendingAttachment[]): AttachmentTicket | undefined {
    return this.#attachments?.take(attachments);
  }

  /** @internal */
  trackOpenSpan(span: TraceSpan): void {
    this.openSpans.add(span);
    this.#sink?.wake();
  }

  /** @internal A record with attachments waits for their hashes. */
  enqueue(record: SpanRecord, hashed?: Promise<void>): void {
    if (hashed) this.#held.hold(record, hashed);
    else this.#sink?.enqueue(record);
  }

  #findParent(given?: SpanOptions['parent']): ParentLink | null {
    if (typeof given === 'object' && given && isSpan(given)) return given;
    return (given ? parseTraceContext(given) : undefined) ?? findActiveParent() ?? this.#processParent;
  }
}

function isSpan(parent: Span | IncomingHeaders): parent is Span {
  return 'traceId' in parent && 'startSpan' in parent && typeof parent.startSpan === 'function';
}

/** Makes a logger, and by default the current one. Never throws and never waits for the server. */
export function initLogger(options: LoggerOptions = {}): Logger {
  const logger = new Logger(options);
  finishAtProcessEnd(logger);
  if (options.setCurrent !== false) runtime.currentLogger = logger;
  return logger;
}

/**
 * The current logger; when there is none but the environment holds an API key, one is made. Asked when there is
 * something to record, so without a key one line says why nothing is.
 */
export function findCurrentLogger(): Logger | undefined {
  if (runtime.currentLogger === undefined) {
    if (isConfiguredByEnvironment()) initLogger();
    else reportMissingKey();
  }
  return runtime.currentLogger;
}
