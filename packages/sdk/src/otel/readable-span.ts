import type { OtelSpanContext, OtelTime } from './open-telemetry.ts';

/** Attributes as OpenTelemetry gives them; what no type of OTLP says becomes text. */
export type ReadableAttributes = Readonly<Record<string, unknown>>;

export interface ReadableResource {
  readonly attributes: ReadableAttributes;
  /** Some attributes are still being found out. */
  readonly asyncAttributesPending?: boolean;
  waitForAsyncAttributes?(): Promise<void>;
}

export interface ReadableScope {
  readonly name: string;
  readonly version?: string;
}

/** A span of OpenTelemetry's SDK: the parts that 1.x and 2.x share, and where they differ both. */
export interface ReadableSpan {
  readonly name: string;
  readonly kind: number;
  spanContext(): OtelSpanContext;
  readonly parentSpanContext?: { spanId: string };
  /** In 1.x. */
  readonly parentSpanId?: string;
  readonly startTime: OtelTime;
  readonly endTime: OtelTime;
  readonly ended: boolean;
  readonly status: { code: number; message?: string };
  readonly attributes: ReadableAttributes;
  readonly links: readonly {
    context: { traceId: string; spanId: string };
    attributes?: ReadableAttributes;
  }[];
  readonly events: readonly { name: string; time: OtelTime; attributes?: ReadableAttributes }[];
  readonly resource: ReadableResource;
  readonly instrumentationScope?: ReadableScope;
  /** In 1.x. */
  readonly instrumentationLibrary?: ReadableScope;
}
