import type { StreamReader, StreamResult } from '../families/family.ts';

const maxChunks = 1000;

/** Keeps the chunks of a family nobody knows, up to 1,000. */
export class RawChunkReader implements StreamReader {
  private readonly chunks: unknown[] = [];
  /** How many came after the last one kept. */
  omittedChunks = 0;

  read(chunk: unknown): boolean {
    if (this.chunks.length < maxChunks) this.chunks.push(chunk);
    else this.omittedChunks += 1;
    return true;
  }

  result(): StreamResult {
    return { output: [...this.chunks] };
  }
}
