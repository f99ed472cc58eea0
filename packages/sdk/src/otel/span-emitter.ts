import type { JsonValue, SpanEvent, SpanType } from '@outcrop/protocol';
import { ExportCounts, type ExportStatus } from '../export/export-counts.ts';
import type { SpanSink } from '../export/span-sink.ts';
import { reportOnce } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { ParentLink } from '../tracer/parent-link.ts';
import type { SpanRecord } from '../tracer/span-record.ts';
import { version } from '../version.ts';
import { BridgeSpan } from './bridge-span.ts';
import { mapGenAiAttributes, mapGenAiContentAttributes, nameGenAiSpan } from './gen-ai-attributes.ts';
import {
  findContextManager,
  findTracerProvider,
  otelSpanKey,
  type OtelAttributes,
  type OtelContext,
  type OtelSpan,
  type OtelTime,
} from './open-telemetry.ts';
import { PlainContext } from './plain-context.ts';

const kindInternal = 0;
const kindClient = 2;
const statusError = 2;

export interface StartedSpan {
  name: string;
  type: SpanType;
  parent: ParentLink | null;
  /** Microseconds since the Unix epoch. */
  startTime: number;
}

/** Makes every span of a logger one of the app's own OpenTelemetry tracer, in the words of the GenAI conventions. */
export class SpanEmitter implements SpanSink {
  readonly #settings: Settings;
  readonly #counts = new ExportCounts();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** The app's span for one of ours, which takes its ids; `undefined` when the app has no tracer provider. */
  startSpan({ name, type, parent, startTime }: StartedSpan): OtelSpan | undefined {
    try {
      const tracer = findTracerProvider()?.getTracer('outcrop', version);
      if (!tracer) {
        reportOnce(
          "emitTo is 'opentelemetry', but no tracer provider is registered: start the app's OpenTelemetry before its first span.",
        );
        return undefined;
      }
      const kind = type === 'llm' ? kindClient : kindInternal;
      const options = { kind, startTime: toOtelTime(startTime), attributes: {}, root: parent === null };
      return tracer.startSpan(name, options, this.#findContext(parent));
    } catch (error) {
      reportOnce(`the app's OpenTelemetry could not start a span: ${String(error)}`);
      return undefined;
    }
  }

  /** Describes and ends what `startSpan` made for the record. */
  endSpan(span: OtelSpan, record: SpanRecord): void {
    try {
      if (span.isRecording()) this.#describe(span, record);
      span.end(toOtelTime(record.endTime ?? record.startTime));
      this.#counts.sent += 1;
      this.#counts.lastSuccessAt = Date.now();
    } catch (error) {
      this.#counts.drop(1, 'refused');
      this.#counts.lastError = String(error);
      reportOnce(`the app's OpenTelemetry could not take a span: ${String(error)}`);
    }
  }

  enqueue(): void {
    // A span that is open or has ended already: OpenTelemetry has no later version of it.
  }

  wake(): void {
    // The app's tracer decides what is sent when.
  }

  async flush(): Promise<void> {
    const provider = findTracerProvider() as FlushableProvider | undefined;
    const delegate = provider?.getDelegate?.() ?? provider;
    let keepAlive: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise<void>((resolve) => {
      keepAlive = setTimeout(resolve, this.#settings.flushTimeoutMs);
    });
    try {
      await Promise.race([delegate?.forceFlush?.(), timeIsUp]);
    } catch (error) {
      this.#counts.lastError = String(error);
    } finally {
      clearTimeout(keepAlive);
    }
  }

  /** Nothing waits here. */
  getStatus(): ExportStatus {
    return this.#counts.toStatus(0);
  }

  finishAtOnce(): void {
    // Spans that the app's tracer holds are its own to send.
  }

  /** The context in which the parent is the active span. */
  #findContext(parent: ParentLink | null): OtelContext {
    const active = findContextManager()?.active() ?? new PlainContext();
    if (!parent) return active;
    const activeSpan = active.getValue(otelSpanKey) as OtelSpan | undefined;
    if (activeSpan?.spanContext().spanId === parent.spanId) return active;
    return active.setValue(otelSpanKey, parent.otelSpan ?? new BridgeSpan(parent));
  }

  #describe(span: OtelSpan, record: SpanRecord): void {
    const { genAi } = this.#settings;
    span.updateName(nameGenAiSpan(record));
    span.setAttributes(mapGenAiAttributes(record, genAi));
    if (genAi.capture !== 'none') this.#addContent(span, record);
    for (const event of record.events) addEvent(span, event);
    const { error } = record;
    if (!error) return;
    span.setStatus({ code: statusError, message: error.message });
    const exception: OtelAttributes = { 'exception.type': error.type, 'exception.message': error.message };
    if (error.stack !== undefined) exception['exception.stacktrace'] = error.stack;
    span.addEvent('exception', exception, toOtelTime(record.endTime ?? record.startTime));
  }

  #addContent(span: OtelSpan, record: SpanRecord): void {
    const { capture } = this.#settings.genAi;
    const content = mapGenAiContentAttributes(record);
    if (capture !== 'event') span.setAttributes(content);
    if (capture === 'span' || Object.keys(content).length === 0) return;
    span.addEvent(
      'gen_ai.client.inference.operation.details',
      content,
      toOtelTime(record.endTime ?? record.startTime),
    );
  }
}

interface FlushableProvider {
  /** Of the proxy that the API registers. */
  getDelegate?(): FlushableProvider;
  forceFlush?(): Promise<void>;
}

function addEvent(span: OtelSpan, { name, time, attributes }: SpanEvent): void {
  const entries = Object.entries(attributes).map(([key, value]) => [key, toEventValue(value)] as const);
  span.addEvent(name, Object.fromEntries(entries), toOtelTime(time));
}

function toEventValue(value: JsonValue): string | number | boolean {
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

function toOtelTime(microseconds: number): OtelTime {
  return [Math.floor(microseconds / 1_000_000), Math.round(microseconds % 1_000_000) * 1000];
}
