import { maxValueDepth, type JsonValue } from '@outcrop/protocol';
import protobuf from 'protobufjs/minimal.js';
import { MalformedOtlp } from './malformed-otlp.ts';
import {
  mapStatusCode,
  type OtlpAttributes,
  type OtlpEvent,
  type OtlpResourceSpans,
  type OtlpScope,
  type OtlpScopeSpans,
  type OtlpSpan,
} from './otlp-span.ts';

const wireType = { varint: 0, fixed64: 1, bytes: 2 } as const;
type WireType = (typeof wireType)[keyof typeof wireType];

type FieldReader<Message> = [type: WireType, read: (message: Message, reader: protobuf.Reader) => void];
/** By field number, as in opentelemetry-proto's trace.proto and common.proto. Others are skipped. */
type MessageFields<Message> = Readonly<Record<number, FieldReader<Message>>>;

/** Decodes an ExportTraceServiceRequest. Throws {@link MalformedOtlp} with the byte position. */
export function decodeOtlpProtobuf(body: Buffer): OtlpResourceSpans[] {
  const reader = protobuf.Reader.create(body);
  try {
    const request: { resourceSpans: OtlpResourceSpans[] } = { resourceSpans: [] };
    readFields(reader, body.length, { message: request, fields: requestFields });
    return request.resourceSpans;
  } catch (error) {
    if (error instanceof MalformedOtlp) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new MalformedOtlp(`byte ${reader.pos} of ${body.length}`, `is not protobuf as expected: ${reason}`);
  }
}

interface Target<Message> {
  message: Message;
  fields: MessageFields<Message>;
}

function readFields<Message>(reader: protobuf.Reader, end: number, target: Target<Message>): Message {
  while (reader.pos < end) {
    const start = reader.pos;
    const tag = reader.uint32();
    const field = target.fields[tag >>> 3];
    if (field === undefined) {
      reader.skipType(tag & 7);
    } else if (field[0] === (tag & 7)) {
      field[1](target.message, reader);
    } else {
      throw new MalformedOtlp(`byte ${start}`, `has field ${tag >>> 3} with wire type ${tag & 7}`);
    }
  }
  if (reader.pos > end)
    throw new MalformedOtlp(`byte ${end}`, 'is inside a field that should have ended there');
  return target.message;
}

function readMessage<Message>(reader: protobuf.Reader, target: Target<Message>): Message {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) {
    throw new MalformedOtlp(
      `byte ${reader.pos}`,
      `announces ${length} bytes, but ${reader.len - reader.pos} follow`,
    );
  }
  return readFields(reader, end, target);
}

const requestFields: MessageFields<{ resourceSpans: OtlpResourceSpans[] }> = {
  1: [wireType.bytes, (request, reader) => request.resourceSpans.push(readResourceSpans(reader))],
};

function readResourceSpans(reader: protobuf.Reader): OtlpResourceSpans {
  return readMessage(reader, {
    message: { resource: new Map(), scopeSpans: [] },
    fields: resourceSpansFields,
  });
}

const resourceFields: MessageFields<OtlpAttributes> = {
  1: [wireType.bytes, (attributes, reader) => readAttribute(attributes, reader)],
};

const resourceSpansFields: MessageFields<OtlpResourceSpans> = {
  1: [
    wireType.bytes,
    (entry, reader) => readMessage(reader, { message: entry.resource, fields: resourceFields }),
  ],
  2: [wireType.bytes, (entry, reader) => entry.scopeSpans.push(readScopeSpans(reader))],
};

function readScopeSpans(reader: protobuf.Reader): OtlpScopeSpans {
  return readMessage(reader, {
    message: { scope: { name: '', version: '' }, spans: [] },
    fields: scopeSpansFields,
  });
}

const scopeFields: MessageFields<OtlpScope> = {
  1: [wireType.bytes, (scope, reader) => (scope.name = reader.string())],
  2: [wireType.bytes, (scope, reader) => (scope.version = reader.string())],
};

const scopeSpansFields: MessageFields<OtlpScopeSpans> = {
  1: [wireType.bytes, (entry, reader) => readMessage(reader, { message: entry.scope, fields: scopeFields })],
  2: [wireType.bytes, (entry, reader) => entry.spans.push(readSpan(reader))],
};

function readSpan(reader: protobuf.Reader): OtlpSpan {
  const message: OtlpSpan = {
    traceId: '',
    spanId: '',
    parentSpanId: '',
    name: '',
    startTime: 0,
    endTime: 0,
    attributes: new Map(),
    events: [],
    status: { code: 'unset', message: '' },
  };
  return readMessage(reader, { message, fields: spanFields });
}

const statusFields: MessageFields<OtlpSpan['status']> = {
  2: [wireType.bytes, (status, reader) => (status.message = reader.string())],
  3: [wireType.varint, (status, reader) => (status.code = mapStatusCode(reader.int32()))],
};

const spanFields: MessageFields<OtlpSpan> = {
  1: [wireType.bytes, (span, reader) => (span.traceId = readHex(reader))],
  2: [wireType.bytes, (span, reader) => (span.spanId = readHex(reader))],
  4: [wireType.bytes, (span, reader) => (span.parentSpanId = readHex(reader))],
  5: [wireType.bytes, (span, reader) => (span.name = reader.string())],
  7: [wireType.fixed64, (span, reader) => (span.startTime = readMicroseconds(reader))],
  8: [wireType.fixed64, (span, reader) => (span.endTime = readMicroseconds(reader))],
  9: [wireType.bytes, (span, reader) => readAttribute(span.attributes, reader)],
  11: [wireType.bytes, (span, reader) => span.events.push(readEvent(reader))],
  15: [wireType.bytes, (span, reader) => readMessage(reader, { message: span.status, fields: statusFields })],
};

function readEvent(reader: protobuf.Reader): OtlpEvent {
  return readMessage(reader, { message: { name: '', time: 0, attributes: new Map() }, fields: eventFields });
}

const eventFields: MessageFields<OtlpEvent> = {
  1: [wireType.fixed64, (event, reader) => (event.time = readMicroseconds(reader))],
  2: [wireType.bytes, (event, reader) => (event.name = reader.string())],
  3: [wireType.bytes, (event, reader) => readAttribute(event.attributes, reader)],
};

interface KeyValue {
  key: string;
  value: JsonValue;
  depth: number;
}

const keyValueFields: MessageFields<KeyValue> = {
  1: [wireType.bytes, (entry, reader) => (entry.key = reader.string())],
  2: [wireType.bytes, (entry, reader) => (entry.value = readAnyValue(reader, entry.depth))],
};

function readAttribute(attributes: OtlpAttributes, reader: protobuf.Reader): void {
  const [key, value] = readKeyValue(reader, 0);
  attributes.set(key, value);
}

function readKeyValue(reader: protobuf.Reader, depth: number): [string, JsonValue] {
  const entry = readMessage(reader, { message: { key: '', value: null, depth }, fields: keyValueFields });
  return [entry.key, entry.value];
}

interface AnyValue {
  value: JsonValue;
  depth: number;
}

function readAnyValue(reader: protobuf.Reader, depth: number): JsonValue {
  if (depth > maxValueDepth) {
    throw new MalformedOtlp(`byte ${reader.pos}`, `is nested deeper than ${maxValueDepth} levels`);
  }
  return readMessage(reader, { message: { value: null, depth }, fields: anyValueFields }).value;
}

const anyValueFields: MessageFields<AnyValue> = {
  1: [wireType.bytes, (any, reader) => (any.value = reader.string())],
  2: [wireType.varint, (any, reader) => (any.value = reader.bool())],
  3: [wireType.varint, (any, reader) => (any.value = readInteger(reader))],
  4: [wireType.fixed64, (any, reader) => (any.value = readDouble(reader))],
  5: [wireType.bytes, (any, reader) => (any.value = readList(reader, any.depth))],
  6: [wireType.bytes, (any, reader) => (any.value = Object.fromEntries(readEntries(reader, any.depth)))],
  7: [wireType.bytes, (any, reader) => (any.value = Buffer.from(reader.bytes()).toString('base64'))],
};

function readList(reader: protobuf.Reader, depth: number): JsonValue[] {
  return readMessage<JsonValue[]>(reader, {
    message: [],
    fields: { 1: [wireType.bytes, (list) => list.push(readAnyValue(reader, depth + 1))] },
  });
}

function readEntries(reader: protobuf.Reader, depth: number): [string, JsonValue][] {
  return readMessage<[string, JsonValue][]>(reader, {
    message: [],
    fields: { 1: [wireType.bytes, (entries) => entries.push(readKeyValue(reader, depth + 1))] },
  });
}

function readInteger(reader: protobuf.Reader): JsonValue {
  const integer = BigInt.asIntN(64, readVarint(reader));
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer.toString();
}

/** The reader's own 64-bit integers lose digits unless an optional package is found. */
function readVarint(reader: protobuf.Reader): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.buf[reader.pos];
    if (byte === undefined) break;
    reader.pos += 1;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  throw new RangeError('an integer does not end');
}

function readDouble(reader: protobuf.Reader): JsonValue {
  const value = reader.double();
  return Number.isFinite(value) ? value : String(value);
}

function readHex(reader: protobuf.Reader): string {
  return Buffer.from(reader.bytes()).toString('hex');
}

/** Nanoseconds exceed 2^53, so they are read as two halves. */
function readMicroseconds(reader: protobuf.Reader): number {
  const low = reader.fixed32();
  const high = reader.fixed32();
  return Number(((BigInt(high) << 32n) | BigInt(low)) / 1000n);
}
