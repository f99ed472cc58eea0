import { maxValueDepth, type JsonValue } from '@outcrop/protocol';
import { MalformedOtlp } from './malformed-otlp.ts';
import {
  mapStatusCode,
  type OtlpAttributes,
  type OtlpEvent,
  type OtlpResourceSpans,
  type OtlpScopeSpans,
  type OtlpSpan,
} from './otlp-span.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Decodes an ExportTraceServiceRequest in OTLP's JSON encoding. Throws {@link MalformedOtlp} with the path of what is
 * wrong. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function decodeOtlpJson(body: Buffer): OtlpResourceSpans[] {
  if (body.length === 0) return [];
  const request = parseFields(parseJson(body), 'the body');
  return mapList(request['resourceSpans'], 'resourceSpans', (item) => {
    const fields = parseFields(item, '');
    const resource = parseFields(fields['resource'] ?? {}, 'resource');
    return {
      resource: decodeAttributes(resource['attributes']),
      scopeSpans: mapList(fields['scopeSpans'], 'scopeSpans', decodeScopeSpans),
    };
  });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    const reason = (cause as SyntaxError).message;
    throw new MalformedOtlp(`the body of ${body.length} bytes`, `is not JSON: ${reason}`);
  }
}

function decodeScopeSpans(value: unknown): OtlpScopeSpans {
  const fields = parseFields(value, '');
  const scope = parseFields(fields['scope'] ?? {}, 'scope');
  return {
    scope: { name: parseText(scope, 'name'), version: parseText(scope, 'version') },
    spans: mapList(fields['spans'], 'spans', decodeSpan),
  };
}

function decodeSpan(value: unknown): OtlpSpan {
  const fields = parseFields(value, '');
  const status = parseFields(fields['status'] ?? {}, 'status');
  return {
    traceId: parseId(fields, 'traceId'),
    spanId: parseId(fields, 'spanId'),
    parentSpanId: parseId(fields, 'parentSpanId'),
    name: parseText(fields, 'name'),
    startTime: parseTime(fields, 'startTimeUnixNano'),
    endTime: parseTime(fields, 'endTimeUnixNano'),
    attributes: decodeAttributes(fields['attributes']),
    events: mapList(fields['events'], 'events', decodeEvent),
    status: { code: decodeStatusCode(status['code']), message: parseText(status, 'message') },
  };
}

function decodeEvent(value: unknown): OtlpEvent {
  const fields = parseFields(value, '');
  return {
    name: parseText(fields, 'name'),
    time: parseTime(fields, 'timeUnixNano'),
    attributes: decodeAttributes(fields['attributes']),
  };
}

function decodeStatusCode(code: unknown): OtlpSpan['status']['code'] {
  if (code === 'STATUS_CODE_OK') return 'ok';
  if (code === 'STATUS_CODE_ERROR') return 'error';
  return mapStatusCode(Number(code ?? 0));
}

function decodeAttributes(value: unknown): OtlpAttributes {
  return new Map(mapList(value, 'attributes', (item) => decodeKeyValue(item, 0)));
}

function decodeKeyValue(value: unknown, depth: number): [string, JsonValue] {
  const fields = parseFields(value, '');
  return [parseText(fields, 'key'), decodeAnyValue(fields['value'], depth)];
}

function decodeAnyValue(value: unknown, depth: number): JsonValue {
  if (value === undefined || value === null) return null;
  if (depth > maxValueDepth)
    throw new MalformedOtlp('value', `is nested deeper than ${maxValueDepth} levels`);
  const fields = parseFields(value, 'value');
  for (const [kind, decode] of valueDecoders) {
    const content = fields[kind];
    if (content !== undefined && content !== null) return decode(content, depth);
  }
  return null;
}

const valueDecoders: readonly [string, (content: unknown, depth: number) => JsonValue][] = [
  ['stringValue', (content) => String(content)],
  ['intValue', decodeInteger],
  ['doubleValue', (content) => (typeof content === 'number' ? content : String(content))],
  ['boolValue', (content) => content === true || content === 'true'],
  ['bytesValue', (content) => String(content)],
  [
    'arrayValue',
    (content, depth) =>
      mapList(parseFields(content, 'arrayValue')['values'], 'values', (item) =>
        decodeAnyValue(item, depth + 1),
      ),
  ],
  [
    'kvlistValue',
    (content, depth) =>
      Object.fromEntries(
        mapList(parseFields(content, 'kvlistValue')['values'], 'values', (item) =>
          decodeKeyValue(item, depth + 1),
        ),
      ),
  ],
];

function decodeInteger(content: unknown): JsonValue {
  const number = Number(content);
  return Number.isSafeInteger(number) ? number : String(content);
}

function parseFields(value: unknown, place: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new MalformedOtlp(place, `must be an object, not ${describe(value)}`);
}

function parseText(fields: Fields, name: string): string {
  const value = fields[name] ?? '';
  if (typeof value === 'string') return value;
  throw new MalformedOtlp(name, `must be a string, not ${describe(value)}`);
}

function parseId(fields: Fields, name: string): string {
  return parseText(fields, name).toLowerCase();
}

function parseTime(fields: Fields, name: string): number {
  const value = fields[name] ?? 0;
  // OTLP sends 64-bit integers as strings: a JSON number would lose the last digits.
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return Number(BigInt(value) / 1000n);
  if (typeof value === 'number' && value >= 0) return Math.floor(value / 1000);
  throw new MalformedOtlp(
    name,
    `must be nanoseconds since 1970 as a string of digits, not ${describe(value)}`,
  );
}

function mapList<Item>(value: unknown, name: string, map: (item: unknown) => Item): Item[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new MalformedOtlp(name, `must be an array, not ${describe(value)}`);
  return value.map((item, index) => {
    try {
      return map(item);
    } catch (error) {
      if (!(error instanceof MalformedOtlp)) throw error;
      const place = `${name}[${index}]`;
      throw new MalformedOtlp(error.place === '' ? place : `${place}.${error.place}`, error.reason);
    }
  });
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return `the string ${JSON.stringify(value.slice(0, 40))}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
