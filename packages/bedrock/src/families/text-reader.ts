import type { FamilyResponse, StreamReader, StreamResult } from './family.ts';

export interface TextReaderOptions {
  /** The field that holds each chunk's piece of text. */
  textField: string;
  readResponse(body: Record<string, unknown>): FamilyResponse;
}

/** For streams whose chunks look like the unstreamed body: one field's text is joined, of the others the last said stays. */
export class TextReader implements StreamReader<Record<string, unknown>> {
  private readonly options: TextReaderOptions;
  private body: Record<string, unknown> | undefined;
  private text = '';

  constructor(options: TextReaderOptions) {
    this.options = options;
  }

  read(chunk: Record<string, unknown>): boolean {
    const { textField } = this.options;
    const body: Record<string, unknown> = (this.body ??= {});
    for (const name of Object.keys(chunk)) {
      if (chunk[name] !== null || !(name in body)) body[name] = chunk[name];
    }
    const piece = chunk[textField];
    if (typeof piece !== 'string') return false;
    this.text += piece;
    return piece !== '';
  }

  result(): StreamResult {
    if (!this.body) return { output: undefined };
    const output = { ...this.body, [this.options.textField]: this.text };
    return { output, ...this.options.readResponse(output) };
  }
}
