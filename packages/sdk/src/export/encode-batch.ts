import { reportOnce } from '../report.ts';
import type { SpanRecord } from '../tracer/span-record.ts';
import type { BodyWriter } from './body-writer.ts';
import { writeSpan } from './encode-otlp.ts';
import { EncodedSpan } from './encoded-span.ts';

/** A span on its way to the server: most are encoded before their batch is. */
export type QueuedSpan = SpanRecord | EncodedSpan;

/** Text made between two turns of the event loop; a quarter of a megabyte takes about a millisecond. */
const sliceLength = 256 * 1024;

/**
 * Encodes spans between `head` and `tail` without holding the event loop for long. Never rejects. The body is the
 * writer's own memory.
 */
export async function encodeBatch(
  batch: readonly QueuedSpan[],
  envelope: { head: string; tail: string },
  writer: BodyWriter,
): Promise<Buffer> {
  writer.start(batch.reduce((sum, { byteLength }) => sum + byteLength, envelope.head.length));
  writer.append(envelope.head);
  let isFirst = true;
  let sliceEnd = sliceLength;
  for (const span of batch) {
    if (writer.length > sliceEnd) {
      sliceEnd = writer.length + sliceLength;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    const start = writer.length;
    try {
      if (!isFirst) writer.append(',');
      writeQueued(writer, span);
      isFirst = false;
    } catch (error) {
      writer.rewind(start);
      const name = 'name' in span ? ` named ${span.name}` : '';
      reportOnce(`a span${name} could not be encoded and is dropped: ${String(error)}`);
    }
  }
  writer.append(envelope.tail);
  return writer.finish();
}

export function writeQueued(writer: BodyWriter, span: QueuedSpan): void {
  if (span instanceof EncodedSpan) writer.appendBytes(span.bytes);
  else writeSpan(writer, span);
}
