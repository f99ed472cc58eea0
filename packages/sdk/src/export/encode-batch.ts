import { reportOnce } from '../report.ts';
import type { SpanRecord } from '../tracer/span-record.ts';
import { encodeSpan } from './encode-otlp.ts';

/** Text made between two turns of the event loop; a quarter of a megabyte takes about half a millisecond. */
const sliceLength = 256 * 1024;

/** Encodes spans between `head` and `tail` without holding the event loop for long. Never rejects. */
export async function encodeBatch(
  batch: readonly SpanRecord[],
  envelope: { head: string; tail: string },
): Promise<string> {
  const spans: string[] = [];
  let length = 0;
  for (const record of batch) {
    if (length > sliceLength) {
      length = 0;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    try {
      const text = encodeSpan(record);
      length += text.length;
      spans.push(text);
    } catch (error) {
      reportOnce(`a span named ${record.name} could not be encoded and is dropped: ${String(error)}`);
    }
  }
  return envelope.head + spans.join(',') + envelope.tail;
}
