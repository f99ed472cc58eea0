import type { ParentLink } from '../tracer/parent-link.ts';
import type { OtelSpan, OtelSpanContext } from './open-telemetry.ts';

/** The same in every copy of this package. */
const linkKey = Symbol.for('outcrop.link.0');

const sampledFlag = 1;

/** Stands for one of our spans in a context of OpenTelemetry, so that spans made there become its children. */
export class BridgeSpan implements OtelSpan {
  readonly [linkKey]: ParentLink;

  constructor(link: ParentLink) {
    this[linkKey] = link;
  }

  spanContext(): OtelSpanContext {
    const { traceId, spanId, passedOn } = this[linkKey];
    return { traceId, spanId, traceFlags: passedOn?.isSampled === false ? 0 : sampledFlag };
  }

  /** Attributes and events of OpenTelemetry are not ours to keep. */
  isRecording(): boolean {
    return false;
  }

  setAttribute(): this {
    return this;
  }

  setAttributes(): this {
    return this;
  }

  addEvent(): this {
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  recordException(): void {
    // See isRecording.
  }

  end(): void {
    // Our own span ends by itself.
  }
}

/** Our span behind a span of OpenTelemetry; `undefined` when it is the app's own. */
export function findBridgedLink(span: object): ParentLink | undefined {
  return (span as { [linkKey]?: ParentLink })[linkKey];
}
