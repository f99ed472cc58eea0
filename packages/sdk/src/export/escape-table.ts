/** How a string of JSON is written, by where the JSON stands. */
export interface EscapeTable {
  /** By character code below 128: its escape, or `undefined` where the character stands for itself. */
  readonly escapes: readonly (string | undefined)[];
  /** What opens and closes the string. */
  readonly quote: string;
  /** The same escaping for any text, halves of surrogate pairs included. */
  escape(text: string): string;
}

export const jsonString = createEscapeTable({ quote: '"', escape: escapeOnce });

/** For JSON text that itself stands in a string of JSON, as in an attribute's `stringValue`. */
export const embeddedJsonString = createEscapeTable({
  quote: '\\"',
  escape: (text) => escapeOnce(escapeOnce(text)),
});

function createEscapeTable({ quote, escape }: Pick<EscapeTable, 'quote' | 'escape'>): EscapeTable {
  const escapes = Array.from({ length: 128 }, (_, code) =>
    code < 32 || code === 34 || code === 92 ? escape(String.fromCharCode(code)) : undefined,
  );
  return { escapes, quote, escape };
}

function escapeOnce(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
