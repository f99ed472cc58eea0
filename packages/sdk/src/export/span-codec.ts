/** What an exporter must know about the spans it carries. */
export interface SpanCodec<Item> {
  /**
   * The span in a form that costs less to keep. Called soon after it was handed over, away from the app's own work; never
   * throws.
   */
  compact?(item: Item): Item;
  /** The body of a request, valid until the next call. What cannot be encoded is left out. Never rejects. */
  encode(batch: readonly Item[]): Promise<Buffer>;
  /** The same body at once: for the end of the process. */
  encodeAtOnce(batch: readonly Item[]): Uint8Array;
  /** The span without its content, for a server that takes no span of this size; `undefined` when it has none. */
  withoutContent(item: Item): Item | undefined;
  /** One line of text that `fromLine` understands. */
  toLine(item: Item): string;
  /** `undefined` for a line that is damaged. */
  fromLine(line: string): Item | undefined;
}
