import type { SpanRecord } from '../tracer/span-record.ts';
import { BodyWriter } from './body-writer.ts';
import { encodeBatch } from './encode-batch.ts';
import { encodeEnvelope, writeSpan, type ResourceFields } from './encode-otlp.ts';
import type { SpanCodec } from './span-codec.ts';

/** Carries the tracer's own spans. */
export function createRecordCodec(resource: ResourceFields): SpanCodec<SpanRecord> {
  const envelope = encodeEnvelope(resource);
  const writer = new BodyWriter();
  return {
    encode: (batch) => encodeBatch(batch, envelope, writer),
    encodeAtOnce: (batch) => encodeAtOnce(batch, envelope),
    withoutContent: dropContent,
    toLine: (record) => JSON.stringify(record),
    fromLine: parseRecord,
  };
}

/** In memory of its own, because a body that is being sent has the other. */
function encodeAtOnce(
  batch: readonly SpanRecord[],
  envelope: ReturnType<typeof encodeEnvelope>,
): Uint8Array<ArrayBuffer> {
  const writer = new BodyWriter();
  writer.append(envelope.head);
  for (const [index, record] of batch.entries()) {
    if (index > 0) writer.append(',');
    writeSpan(writer, record);
  }
  writer.append(envelope.tail);
  return new Uint8Array(writer.finish());
}

function dropContent(record: SpanRecord): SpanRecord | undefined {
  if (record.metadata['content_dropped'] !== undefined) return undefined;
  return {
    ...record,
    input: undefined,
    output: undefined,
    metadata: { ...keepSmall(record.metadata), content_dropped: 'the server takes no span of this size' },
  };
}

/** Metadata may hold content as well: definitions of tools, additional fields. */
function keepSmall(metadata: SpanRecord['metadata']): SpanRecord['metadata'] {
  return Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => (JSON.stringify(value) ?? '').length <= 1024),
  );
}

function parseRecord(line: string): SpanRecord | undefined {
  try {
    const record = JSON.parse(line) as SpanRecord;
    return typeof record.spanId === 'string' && typeof record.metadata === 'object' ? record : undefined;
  } catch {
    return undefined;
  }
}
