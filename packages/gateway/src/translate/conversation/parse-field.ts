import type { JsonObject } from '@outcrop/protocol';
import { GatewayError } from '../../gateway-error.ts';

export type Fields = Record<string, unknown>;

/** Throws the 400 that names the field at fault. */
export function refuse(place: string, problem: string, code = 'invalid_value'): never {
  throw new GatewayError(place === '' ? problem : `${place}: ${problem}`, {
    status: 400,
    code,
    param: place === '' ? undefined : place,
  });
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function parseRecord(value: unknown, place: string): Fields {
  return isRecord(value) ? value : refuse(place, `must be an object, not ${describe(value)}`);
}

/** A JSON object that is passed on whole, such as a schema. */
export function parseJsonObject(value: unknown, place: string): JsonObject {
  return parseRecord(value, place) as JsonObject;
}

export function parseArray(value: unknown, place: string): unknown[] {
  return Array.isArray(value) ? value : refuse(place, `must be an array, not ${describe(value)}`);
}

export function parseString(value: unknown, place: string): string {
  return typeof value === 'string' ? value : refuse(place, `must be a string, not ${describe(value)}`);
}

/** Undefined and null are both absent: clients send either. */
export function parseOptionalString(value: unknown, place: string): string | undefined {
  return value === undefined || value === null ? undefined : parseString(value, place);
}

export function parseOptionalNumber(value: unknown, place: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : refuse(place, `must be a number, not ${describe(value)}`);
}

export function parseOptionalBoolean(value: unknown, place: string): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'boolean' ? value : refuse(place, `must be a boolean, not ${describe(value)}`);
}

/** A lone string counts as a list of one. */
export function parseOptionalStrings(value: unknown, place: string): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return [value];
  return parseArray(value, place).map((item, index) => parseString(item, `${place}[${index}]`));
}

/** A whole number of tokens, at least one. */
export function parseOptionalTokens(value: unknown, place: string): number | undefined {
  const tokens = parseOptionalNumber(value, place);
  if (tokens !== undefined && (tokens < 1 || !Number.isInteger(tokens))) {
    refuse(place, `must be a whole number of at least 1, not ${tokens}`);
  }
  return tokens;
}

/** One of a few words. */
export function parseWord<Word extends string>(value: unknown, words: readonly Word[], place: string): Word {
  const word = parseString(value, place);
  return (
    words.find((candidate) => candidate === word) ??
    refuse(place, `must be one of ${words.join(', ')}, not "${word}"`)
  );
}

function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
