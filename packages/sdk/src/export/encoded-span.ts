import type { Weighted } from './span-queue.ts';

const objectBytes = 100;

/** Memory that spans share. */
interface Segment {
  bytes: Buffer;
  length: number;
  /** Spans in it that somebody still needs. */
  spanCount: number;
}

/** A span as the text of its OTLP/JSON, in bytes outside of the heap: the garbage collector has nothing to copy. */
export class EncodedSpan implements Weighted {
  readonly byteLength: number;
  readonly #start: number;
  readonly #end: number;
  #segment: Segment | undefined;
  readonly #memory: SpanMemory | undefined;

  constructor(segment: Segment, start: number, memory?: SpanMemory) {
    this.#segment = segment;
    this.#start = start;
    this.#end = segment.length;
    this.#memory = memory;
    this.byteLength = this.#end - start + objectBytes;
  }

  /** Valid until it is released. */
  get bytes(): Buffer {
    if (!this.#segment) throw new Error('the span was released');
    return this.#segment.bytes.subarray(this.#start, this.#end);
  }

  /** Gives its memory back, once it is sent or dropped. */
  release(): void {
    const segment = this.#segment;
    this.#segment = undefined;
    if (segment) this.#memory?.takeBack(segment);
  }

  static fromText(text: string): EncodedSpan {
    const bytes = Buffer.from(text);
    return new EncodedSpan({ bytes, length: bytes.length, spanCount: 1 }, 0);
  }
}

const segmentLength = 256 * 1024;
/** What is kept for later spans when nothing waits any more. */
const keptSegments = 8;

/** Where encoded spans are kept until they are sent, in pieces of memory that are used again. */
export class SpanMemory {
  readonly #free: Segment[] = [];
  #current: Segment | undefined;

  /** Copies the text of one span. */
  keep(text: Uint8Array): EncodedSpan {
    const segment = this.#findSegment(text.length);
    const start = segment.length;
    segment.bytes.set(text, start);
    segment.length += text.length;
    segment.spanCount += 1;
    return new EncodedSpan(segment, start, this);
  }

  /** For a span that is released. */
  takeBack(segment: Segment): void {
    segment.spanCount -= 1;
    if (segment.spanCount > 0) return;
    segment.length = 0;
    if (segment === this.#current || segment.bytes.length !== segmentLength) return;
    if (this.#free.length < keptSegments) this.#free.push(segment);
  }

  #findSegment(byteLength: number): Segment {
    if (byteLength > segmentLength) return createSegment(byteLength);
    if (!this.#current || this.#current.length + byteLength > segmentLength)
      this.#current = this.#free.pop() ?? createSegment(segmentLength);
    return this.#current;
  }
}

function createSegment(byteLength: number): Segment {
  return { bytes: Buffer.allocUnsafeSlow(byteLength), length: 0, spanCount: 0 };
}
