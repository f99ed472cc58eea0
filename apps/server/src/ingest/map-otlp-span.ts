import { outcropAttribute, type Span, type SpanEvent } from '@outcrop/protocol';
import { addCost } from './add-cost.ts';
import { mapDialects } from './dialects/dialects.ts';
import { mapOtlpError } from './map-otlp-error.ts';
import type { OtlpAttributes, OtlpEvent, OtlpScope, OtlpSpan } from './otlp-span.ts';
import { defaultProject, findServiceProject } from './project-name.ts';
import { keepPresent } from './take-attribute.ts';

/** Where a span came from: what it shares with the others of its request. */
export interface SpanOrigin {
  resource: OtlpAttributes;
  scope: OtlpScope;
  /** From the request's `x-outcrop-project` header. */
  headerProject: string | undefined;
  /** Of a key of one project. */
  keyProject?: string;
}

/** Turns an OTLP span with usable ids and times into ours. Takes the span apart: read it no more. */
export function mapOtlpSpan(span: OtlpSpan, origin: SpanOrigin): Span {
  const reading = mapDialects(span);
  const error = reading.error ?? mapOtlpError(span) ?? null;
  const parentSpanId = findParent(span);
  // What no dialect understood keeps its own name.
  const metadata = { ...Object.fromEntries(span.attributes), ...reading.metadata };
  return {
    trace_id: span.traceId,
    span_id: span.spanId,
    parent_span_id: parentSpanId,
    project: reading.project ?? findProject(origin),
    name: span.name || 'unnamed',
    type: reading.type ?? (parentSpanId === null ? 'task' : 'function'),
    start_time: span.startTime,
    end_time: findEndTime(span, reading.isRunning),
    ...keepPresent({ input: reading.input, output: reading.output }),
    metadata,
    metrics: addCost(reading.metrics ?? {}, { metadata, startTime: span.startTime }),
    error,
    events: span.events.map(mapEvent),
    tags: reading.tags ?? [],
    ...mapOrigin(origin),
    revision: reading.revision ?? 0,
  };
}

function findParent({ parentSpanId, spanId }: OtlpSpan): string | null {
  return parentSpanId === spanId ? null : presentId(parentSpanId);
}

function findEndTime({ startTime, endTime }: OtlpSpan, isRunning = false): number | null {
  if (isRunning || endTime === 0) return null;
  // A clock set back while the span ran must not give a negative duration.
  return Math.max(startTime, endTime);
}

function mapOrigin({ resource, scope }: SpanOrigin): Pick<Span, 'service' | 'sdk'> {
  const service = resource.get('service.name');
  return {
    service: typeof service === 'string' ? service : null,
    sdk: scope.name === '' ? null : mapScope(scope),
  };
}

/** Null for a missing id and for W3C's invalid one, all zeros. */
export function presentId(id: string): string | null {
  return id === '' || /^0+$/.test(id) ? null : id;
}

function findProject({ resource, headerProject, keyProject }: SpanOrigin): string {
  const resourceProject = resource.get(outcropAttribute.project);
  if (typeof resourceProject === 'string' && resourceProject !== '') return resourceProject;
  return headerProject ?? keyProject ?? findServiceProject(resource) ?? defaultProject;
}

function mapScope({ name, version }: OtlpScope): string {
  return version === '' ? name : `${name}/${version}`;
}

function mapEvent({ name, time, attributes }: OtlpEvent): SpanEvent {
  return { name, time, attributes: Object.fromEntries(attributes) };
}
