import { outcropAttribute } from '@outcrop/protocol';
import type { OtelTime } from './open-telemetry.ts';
import type { IsRecorded } from './recorded-names.ts';
import type { ReadableAttributes, ReadableResource, ReadableScope, ReadableSpan } from './readable-span.ts';

/** One span of OTLP/JSON with what stands around it, each as text. */
export interface EncodedSpan {
  resource: string;
  scope: string;
  span: string;
}

/** An attribute of OTLP/JSON. */
export interface OtlpKeyValue {
  key: string;
  value: OtlpValue;
}

type OtlpValue =
  | { stringValue: string }
  | { boolValue: boolean }
  | { intValue: string }
  | { doubleValue: number }
  | { bytesValue: string }
  | { arrayValue: { values: OtlpValue[] } }
  | { kvlistValue: { values: OtlpKeyValue[] } }
  | Record<string, never>;

/** Revisions of the two versions of one span that are sent. */
const runningRevision = 1;
const endedRevision = 2;

/** https://github.com/open-telemetry/opentelemetry-proto (trace/v1). A span that is not ended is encoded as running. */
export function encodeReadableSpan(span: ReadableSpan, isRecorded: IsRecorded = () => true): string {
  const { traceId, spanId, traceState } = span.spanContext();
  const attributes = encodeAttributes(span.attributes, isRecorded);
  attributes.push({
    key: outcropAttribute.revision,
    value: encodeValue(span.ended ? endedRevision : runningRevision),
  });
  if (!span.ended) attributes.push({ key: outcropAttribute.running, value: { boolValue: true } });
  return JSON.stringify({
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? span.parentSpanId,
    traceState: traceState?.serialize(),
    name: span.name,
    // OTLP counts kinds from one: zero is for those who do not say.
    kind: span.kind + 1,
    startTimeUnixNano: formatTime(span.startTime),
    endTimeUnixNano: span.ended ? formatTime(span.endTime) : '0',
    attributes,
    events: span.events
      .filter(({ name }) => isRecorded(name))
      .map((event) => ({
        name: event.name,
        timeUnixNano: formatTime(event.time),
        attributes: encodeAttributes(event.attributes, isRecorded),
      })),
    links: span.links.map(({ context, attributes: linkAttributes }) => ({
      traceId: context.traceId,
      spanId: context.spanId,
      attributes: encodeAttributes(linkAttributes),
    })),
    status: { code: span.status.code, message: span.status.message },
  });
}

/** `projectName` is where the spans go, unless the app's own resource names a project. */
export function encodeResource(resource: ReadableResource, projectName: string): string {
  const attributes = { [outcropAttribute.project]: projectName, ...resource.attributes };
  return JSON.stringify({ attributes: encodeAttributes(attributes) });
}

export function encodeScope(scope: ReadableScope | undefined): string {
  return JSON.stringify({ name: scope?.name, version: scope?.version });
}

/** An ExportTraceServiceRequest. */
export function joinEncodedSpans(spans: readonly EncodedSpan[]): string {
  const resources = new Map<string, Map<string, string[]>>();
  for (const { resource, scope, span } of spans) {
    const scopes = resources.get(resource) ?? new Map<string, string[]>();
    resources.set(resource, scopes);
    const texts = scopes.get(scope) ?? [];
    scopes.set(scope, texts);
    texts.push(span);
  }
  const resourceSpans = [...resources].map(([resource, scopes]) => {
    const scopeSpans = [...scopes].map(([scope, texts]) => `{"scope":${scope},"spans":[${texts.join(',')}]}`);
    return `{"resource":${resource},"scopeSpans":[${scopeSpans.join(',')}]}`;
  });
  return `{"resourceSpans":[${resourceSpans.join(',')}]}`;
}

function encodeAttributes(
  attributes: ReadableAttributes = {},
  isRecorded: IsRecorded = () => true,
): OtlpKeyValue[] {
  return Object.entries(attributes)
    .filter(([key, value]) => value !== undefined && isRecorded(key))
    .map(([key, value]) => ({ key, value: encodeValue(value) }));
}

function encodeValue(value: unknown): OtlpValue {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return encodeNumber(value);
    case 'bigint':
      return { intValue: value.toString() };
    case 'object':
      return value === null ? {} : encodeObject(value);
    case 'undefined':
    case 'function':
    case 'symbol':
    default:
      return {};
  }
}

function encodeNumber(value: number): OtlpValue {
  if (Number.isSafeInteger(value)) return { intValue: String(value) };
  // JSON has no word for what is not finite.
  return Number.isFinite(value) ? { doubleValue: value } : { stringValue: String(value) };
}

function encodeObject(value: object): OtlpValue {
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(encodeValue) } };
  return { kvlistValue: { values: encodeAttributes(value as ReadableAttributes) } };
}

function formatTime([seconds, nanoseconds]: OtelTime): string {
  return (BigInt(seconds) * 1_000_000_000n + BigInt(Math.round(nanoseconds))).toString();
}
