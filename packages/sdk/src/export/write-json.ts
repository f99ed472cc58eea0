import type { JsonValue } from '@outcrop/protocol';
import type { BodyWriter } from './body-writer.ts';
import type { EscapeTable } from './escape-table.ts';

/** Writes what JSON.stringify would give, as it has to be escaped where it stands. */
export function writeJson(writer: BodyWriter, value: JsonValue | object, table: EscapeTable): void {
  if (typeof value === 'string') writeString(writer, value, table);
  else if (typeof value !== 'object' || value === null) writer.append(encodeAtom(value));
  else if (Array.isArray(value)) writeArray(writer, value, table);
  else writeObject(writer, value, table);
}

function writeString(writer: BodyWriter, text: string, table: EscapeTable): void {
  writer.append(table.quote);
  writer.appendEscaped(text, table);
  writer.append(table.quote);
}

function writeArray(
  writer: BodyWriter,
  values: readonly (JsonValue | undefined)[],
  table: EscapeTable,
): void {
  writer.append('[');
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) writer.append(',');
    writeJson(writer, values[index] ?? null, table);
  }
  writer.append(']');
}

function writeObject(writer: BodyWriter, value: object, table: EscapeTable): void {
  let separator = '{';
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, JsonValue | undefined>)[key];
    if (member === undefined) continue;
    writer.append(separator);
    writeString(writer, key, table);
    writer.append(':');
    writeJson(writer, member, table);
    separator = ',';
  }
  writer.append(separator === '{' ? '{}' : '}');
}

/** What JSON cannot say, such as NaN, is null. */
function encodeAtom(value: JsonValue): string {
  const isSaid = typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
  return isSaid ? String(value) : 'null';
}
