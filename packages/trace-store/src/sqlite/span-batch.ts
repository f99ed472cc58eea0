import type { Span } from '@outcrop/protocol';
import { encodeSpan, type SpanRecord, type SpanRow } from './span-record.ts';

/**
 * What the tables keep of some spans, outside the heap: what waits there for the disk is no work for the collector, and cheap
 * to send to a thread. Each record is its row, then what else it has, in the order of `listValues`.
 */
export interface SpanBatch {
  /** UTF-8, one string after the other. */
  text: Uint8Array<ArrayBuffer>;
  /** One for each value: bytes of a string, or one of the marks below. */
  lengths: Int32Array<ArrayBuffer>;
  numbers: Float64Array<ArrayBuffer>;
}

type Value = string | number | null;

const nullMark = -1;
const numberMark = -2;
/** Of the values of a record, at most. */
const numbersEach = 4;
const rowLength = 16;
const valuesEach = rowLength + 5;
/** Three at most: a copy of what was written is all that stays. */
const bytesPerUnit = 3;
const keptScratchBytes = 1024 * 1024;
let scratch = Buffer.alloc(0);

/** Copies the spans. Throws a TypeError on values JSON cannot carry. */
export function packSpans(spans: readonly Span[]): SpanBatch {
  const values = spans.flatMap((span) => listValues(encodeSpan(span)));
  const units = values.reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
    0,
  );
  const text = takeScratch(units * bytesPerUnit);
  const lengths = new Int32Array(values.length);
  const numbers = new Float64Array(spans.length * numbersEach);
  let at = 0;
  let numberAt = 0;
  for (const [index, value] of values.entries()) {
    if (typeof value === 'string') {
      const length = text.write(value, at);
      lengths[index] = length;
      at += length;
    } else {
      lengths[index] = value === null ? nullMark : numberMark;
      if (value !== null) numbers[numberAt++] = value;
    }
  }
  return { text: new Uint8Array(text.subarray(0, at)), lengths, numbers };
}

export function unpackSpans({ text, lengths, numbers }: SpanBatch): SpanRecord[] {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  const records: SpanRecord[] = [];
  let at = 0;
  let numberAt = 0;
  for (let start = 0; start < lengths.length; start += valuesEach) {
    const values: Value[] = [];
    for (const length of lengths.subarray(start, start + valuesEach)) {
      if (length === nullMark) values.push(null);
      else if (length === numberMark) values.push(numbers[numberAt++] as number);
      else values.push(bytes.toString('utf8', at, (at += length)));
    }
    records.push(buildRecord(values));
  }
  return records;
}

/** What a message to another thread may take over. */
export function listMemory({ text, lengths, numbers }: SpanBatch): ArrayBuffer[] {
  return [text, lengths, numbers].map(({ buffer }) => buffer);
}

function takeScratch(byteLength: number): Buffer {
  if (byteLength > keptScratchBytes) return Buffer.allocUnsafeSlow(byteLength);
  if (byteLength > scratch.length) scratch = Buffer.allocUnsafeSlow(byteLength);
  return scratch;
}

function listValues({ row, model, isPartial, inputPreview, outputPreview, content }: SpanRecord): Value[] {
  return [...row, model, isPartial ? 1 : 0, inputPreview, outputPreview, content];
}

function buildRecord(values: Value[]): SpanRecord {
  const [model, isPartial, inputPreview, outputPreview, content] = values.splice(rowLength) as [
    string | null,
    number,
    string | null,
    string | null,
    string | null,
  ];
  return { row: values as SpanRow, model, isPartial: isPartial === 1, inputPreview, outputPreview, content };
}
