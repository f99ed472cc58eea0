export interface JsonToken {
  kind: 'name' | 'string' | 'number' | 'word' | 'plain';
  text: string;
}

const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

function kindOf(match: RegExpExecArray): JsonToken['kind'] {
  const [, text, colon, number] = match;
  if (text !== undefined) return colon === undefined ? 'string' : 'name';
  return number === undefined ? 'word' : 'number';
}

/** Splits JSON text for colouring. */
export function tokenizeJson(json: string): JsonToken[] {
  const found: JsonToken[] = [];
  let position = 0;
  for (const match of json.matchAll(tokens)) {
    const text = match[1] ?? match[0];
    if (match.index > position) found.push({ kind: 'plain', text: json.slice(position, match.index) });
    found.push({ kind: kindOf(match), text });
    position = match.index + text.length;
  }
  if (position < json.length) found.push({ kind: 'plain', text: json.slice(position) });
  return found;
}
