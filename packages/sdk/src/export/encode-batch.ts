import { reportOnce } from '../report.ts';
import type { SpanRecord } from '../tracer/span-record.ts';
import { BodyWriter } from './body-writer.ts';
import { writeSpan } from './encode-otlp.ts';
import { EncodedSpan } from './encoded-span.ts';

/** A span on its way to the server: most are encoded before their batch is. */
export type QueuedSpan = SpanRecord | EncodedSpan;

/** What stands around the spans of a body. */
export interface Envelope {
  head: string;
  tail: string;
}

/** Text made between two turns of the event loop; a quarter of a megabyte takes about a millisecond. */
const sliceLength = 256 * 1024;

/**
 * Encodes spans without holding the event loop for long. Never rejects. The body is the writer's own memory.
 */
export async function encodeBatch(
  batch: readonly QueuedSpan[],
  envelope: Envelope,
  writer: BodyWriter,
): Promise<Buffer> {
  writer.start(batch.reduce((sum, { byteLength }) => sum + byteLength, envelope.head.length));
  writer.append(envelope.head);
  let sliceEnd = sliceLength;
  for (const span of batch) {
    if (writer.length > sliceEnd) {
      sliceEnd = writer.length + sliceLength;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    writeNext(writer, span, envelope);
  }
  writer.append(envelope.tail);
  return writer.finish();
}

/** The same at once, in memory of its own because a body that is being sent may have the other. */
export function encodeBatchAtOnce(batch: readonly QueuedSpan[], envelope: Envelope): Uint8Array<ArrayBuffer> {
  const writer = new BodyWriter();
  writer.append(envelope.head);
  for (const span of batch) writeNext(writer, span, envelope);
  writer.append(envelope.tail);
  return new Uint8Array(writer.finish());
}

/** A span that cannot be encoded leaves its neighbours as they are. */
function writeNext(writer: BodyWriter, span: QueuedSpan, { head }: Envelope): void {
  const start = writer.length;
  try {
    if (start > Buffer.byteLength(head)) writer.append(',');
    writeQueued(writer, span);
  } catch (error) {
    writer.rewind(start);
    const name = 'name' in span ? ` named ${span.name}` : '';
    reportOnce(`a span${name} could not be encoded and is dropped: ${String(error)}`);
  }
}

function writeQueued(writer: BodyWriter, span: QueuedSpan): void {
  if (span instanceof EncodedSpan) writer.appendBytes(span.bytes);
  else writeSpan(writer, span);
}
