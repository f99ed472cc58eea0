import { outcropAttribute } from '@outcrop/protocol';
import type { SpanRecord } from '../tracer/span-record.ts';
import { BodyWriter } from './body-writer.ts';
import { encodeBatch, encodeBatchAtOnce, type QueuedSpan } from './encode-batch.ts';
import { encodeEnvelope, writeSpan, type ResourceFields } from './encode-otlp.ts';
import { EncodedSpan, SpanMemory } from './encoded-span.ts';
import type { SpanCodec } from './span-codec.ts';

const contentDropped = 'content_dropped';
const largestKept = 1024;

/**
 * Carries the tracer's own spans. Records are encoded before their batch is due: kept until then, every prompt would be
 * copied from one generation of the heap to the next.
 */
export function createRecordCodec(resource: ResourceFields): SpanCodec<QueuedSpan> {
  const envelope = encodeEnvelope(resource);
  const body = new BodyWriter();
  const text = new BodyWriter();
  const memory = new SpanMemory();
  return {
    compact: (span) => encodeEarly(span, text, memory),
    encode: (batch) => encodeBatch(batch, envelope, body),
    encodeAtOnce: (batch) => encodeBatchAtOnce(batch, envelope),
    withoutContent: dropContent,
    toLine: encodeText,
    fromLine: parseLine,
  };
}

/** What cannot be encoded stays as it is: that is said when its batch is. */
function encodeEarly(span: QueuedSpan, writer: BodyWriter, memory: SpanMemory): QueuedSpan {
  if (span instanceof EncodedSpan) return span;
  try {
    writer.start();
    writeSpan(writer, span);
    return memory.keep(writer.finish());
  } catch {
    return span;
  }
}

function encodeText(span: QueuedSpan): string {
  if (span instanceof EncodedSpan) return span.bytes.toString();
  const writer = new BodyWriter();
  writeSpan(writer, span);
  return writer.finish().toString();
}

/** As `writeSpan` writes it. */
interface OtlpSpan {
  spanId: string;
  attributes: { key: string; value: { stringValue?: string } }[];
}

function dropContent(span: QueuedSpan): EncodedSpan | undefined {
  const whole = JSON.parse(encodeText(span)) as OtlpSpan;
  const attributes: OtlpSpan['attributes'] = [];
  for (const { key, value } of whole.attributes) {
    if (key === outcropAttribute.input || key === outcropAttribute.output) continue;
    const small = key === outcropAttribute.metadata ? keepSmall(value.stringValue ?? '{}') : value;
    if (!small) return undefined;
    attributes.push({ key, value: small });
  }
  return EncodedSpan.fromText(JSON.stringify({ ...whole, attributes }));
}

/** Metadata may hold content as well: definitions of tools, additional fields. Undefined when that was dropped before. */
function keepSmall(text: string): { stringValue: string } | undefined {
  const metadata = JSON.parse(text) as SpanRecord['metadata'];
  if (metadata[contentDropped] !== undefined) return undefined;
  const small = Object.entries(metadata).filter(([, value]) => JSON.stringify(value).length <= largestKept);
  const noted = { ...Object.fromEntries(small), [contentDropped]: 'the server takes no span of this size' };
  return { stringValue: JSON.stringify(noted) };
}

function parseLine(line: string): EncodedSpan | undefined {
  try {
    const { spanId, attributes } = JSON.parse(line) as Partial<OtlpSpan>;
    return typeof spanId === 'string' && Array.isArray(attributes) ? EncodedSpan.fromText(line) : undefined;
  } catch {
    return undefined;
  }
}
