import type { OtelSpan } from '../otel/open-telemetry.ts';

/** What a trace brings along from elsewhere, for whoever it reaches next. */
export interface PassedOn {
  /** Whether the others keep this trace. Our own spans are recorded either way. */
  isSampled: boolean;
  /** W3C `tracestate`, as it came. */
  traceState?: string;
  /** W3C `baggage`, as it came. */
  baggage?: string;
}

/** What a new span must know of its parent: a span of ours, of OpenTelemetry, or of another process. */
export interface ParentLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly passedOn?: PassedOn;
  /** The same span in the app's own OpenTelemetry, when spans go there. */
  readonly otelSpan?: OtelSpan;
}
