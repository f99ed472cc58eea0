import type { SpanRecord } from '../tracer/span-record.ts';
import { BodyWriter } from './body-writer.ts';
import { encodeBatch } from './encode-batch.ts';
import { encodeEnvelope, encodeSpan, type ResourceFields } from './encode-otlp.ts';
import type { SpanCodec } from './span-codec.ts';

/** Carries the tracer's own spans. */
export function createRecordCodec(resource: ResourceFields): SpanCodec<SpanRecord> {
  const envelope = encodeEnvelope(resource);
  const writer = new BodyWriter();
  return {
    encode: (batch) => encodeBatch(batch, envelope, writer),
    encodeAtOnce: (batch) => envelope.head + batch.map(encodeSpan).join(',') + envelope.tail,
    withoutContent: dropContent,
    toLine: (record) => JSON.stringify(record),
    fromLine: parseRecord,
  };
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
