import { isRecord, readArray, readNumber } from '../read-value.ts';
import type { FamilyResponse, StreamReader, StreamResult } from './family.ts';

export interface TextListReaderOptions {
  /** The field that holds the list of answers, each with a `text`. */
  listField: string;
  readResponse(body: Record<string, unknown>): FamilyResponse;
}

/** For streams whose chunks look like the unstreamed body and hold a list of answers: each answer's text is joined. */
export class TextListReader implements StreamReader<Record<string, unknown>> {
  private readonly options: TextListReaderOptions;
  private body: Record<string, unknown> | undefined;
  private readonly items: Record<string, unknown>[] = [];

  constructor(options: TextListReaderOptions) {
    this.options = options;
  }

  read(chunk: Record<string, unknown>): boolean {
    const { listField } = this.options;
    this.body = { ...this.body, ...chunk };
    let isContent = false;
    for (const [position, item] of readArray(chunk[listField]).entries()) {
      if (isRecord(item) && this.addItem(position, item)) isContent = true;
    }
    return isContent;
  }

  result(): StreamResult {
    if (!this.body) return { output: undefined };
    const items = this.items.filter((item) => item !== undefined).map((item) => ({ ...item }));
    const output = { ...this.body, [this.options.listField]: items };
    return { output, ...this.options.readResponse(output) };
  }

  private addItem(position: number, item: Record<string, unknown>): boolean {
    const index = readNumber(item.index) ?? position;
    if (!(index >= 0 && index < 1024)) return false;
    const known = this.items[index];
    const text = typeof item.text === 'string' ? item.text : '';
    this.items[index] = {
      ...known,
      ...item,
      text: (typeof known?.text === 'string' ? known.text : '') + text,
    };
    return text !== '';
  }
}
