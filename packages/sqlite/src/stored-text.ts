// SQLite text ends at NUL for the driver, and a lone surrogate is not UTF-8; both may occur in names from outside.
const escape = '\u001a';
const unstorable = /[\0\u001a]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const escaped = /\u001a([0-9a-f]{4})/g;

/** Makes any string one that SQLite returns unchanged; ordinary strings stay as they are. Equal strings stay equal. */
export function encodeText(text: string): string {
  return text.replace(unstorable, (unit) => escape + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}

/** The string that was given to {@link encodeText}. */
export function decodeText(stored: string): string {
  if (!stored.includes(escape)) return stored;
  return stored.replace(escaped, (_match, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
