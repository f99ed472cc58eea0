// The driver ends text at NUL, and a lone surrogate is no UTF-8; names from outside may hold both.
const escape = '\u001a';
// oxlint-disable-next-line no-control-regex -- NUL is what it is about
const unstorable = /[\0\u001a]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
// oxlint-disable-next-line no-control-regex -- the escape is a control character because names hardly have it
const escaped = /\u001a([0-9a-f]{4})/g;

/** Makes any string one that SQLite returns unchanged. Ordinary strings stay as they are; distinct ones stay distinct. */
export function encodeText(text: string): string {
  return text.replace(unstorable, (unit) => escape + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}

/** The string that was given to {@link encodeText}. */
export function decodeText(stored: string): string {
  if (!stored.includes(escape)) return stored;
  return stored.replace(escaped, (_match, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
