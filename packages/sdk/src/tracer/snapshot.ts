import type { AttachmentReference, JsonValue } from '@outcrop/protocol';
import { sniffContentType } from './content-type.ts';

const maxDepth = 128;

export interface Snapshot {
  value: JsonValue | undefined;
  /** Roughly what keeping the value costs. */
  byteLength: number;
}

/**
 * Copies a value into plain JSON data, so that later changes by its owner do not show. Strings are shared, bytes
 * become attachment references, and whatever JSON cannot say (cycles, throwing getters, functions) becomes a short
 * note in its place. Never throws.
 */
export function takeSnapshot(value: unknown): Snapshot {
  const walk: Walk = { ancestors: [], byteLength: 0 };
  return { value: copy(value, walk), byteLength: walk.byteLength };
}

interface Walk {
  /** The objects on the way from the root; a path is short, so an array beats a set. */
  ancestors: object[];
  byteLength: number;
}

function copy(value: unknown, walk: Walk): JsonValue | undefined {
  switch (typeof value) {
    case 'string':
      walk.byteLength += value.length + 16;
      return value;
    case 'number':
      walk.byteLength += 8;
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'bigint':
      return value.toString();
    case 'undefined':
    case 'function':
    case 'symbol':
      return undefined;
    case 'object':
      return value === null ? null : copyObject(value, walk);
    default:
      return undefined;
  }
}

function copyObject(value: object, walk: Walk): JsonValue | undefined {
  if (walk.ancestors.includes(value)) return '[Circular]';
  if (walk.ancestors.length >= maxDepth) return '[Too deep]';
  walk.ancestors.push(value);
  walk.byteLength += 32;
  try {
    if (Array.isArray(value)) return copyArray(value, walk);
    if (isPlain(value)) return copyEntries(value, Object.keys(value), walk);
    return copySpecial(value, walk);
  } catch (error) {
    return describeFailure(error);
  } finally {
    walk.ancestors.pop();
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) &&
    typeof Reflect.get(value, 'toJSON') !== 'function'
  );
}

function copyArray(value: readonly unknown[], walk: Walk): JsonValue[] {
  const result: JsonValue[] = [];
  for (let index = 0; index < value.length; index += 1) result.push(copyProperty(value, index, walk) ?? null);
  return result;
}

function copyEntries(value: object, keys: readonly string[], walk: Walk): JsonValue {
  const result: Record<string, JsonValue> = {};
  for (const key of keys) {
    const copied = copyProperty(value, key, walk);
    if (copied === undefined) continue;
    walk.byteLength += key.length;
    if (key === '__proto__') Object.defineProperty(result, key, { value: copied, enumerable: true });
    else result[key] = copied;
  }
  return result;
}

function copyProperty(owner: object, key: string | number, walk: Walk): JsonValue | undefined {
  let value: unknown;
  try {
    value = (owner as Record<string | number, unknown>)[key];
  } catch (error) {
    return describeFailure(error);
  }
  return copy(value, walk);
}

function copySpecial(value: object, walk: Walk): JsonValue | undefined {
  if (ArrayBuffer.isView(value)) {
    return referTo(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  if (value instanceof ArrayBuffer) return referTo(new Uint8Array(value));
  if (typeof Blob !== 'undefined' && value instanceof Blob) {
    return {
      type: 'attachment',
      content_type: value.type || 'application/octet-stream',
      byte_length: value.size,
    };
  }
  if (value instanceof Error) return { name: value.name, message: value.message };
  if (value instanceof Map) return copy(Object.fromEntries(value) as unknown, walk);
  if (value instanceof Set) return copyArray([...value], walk);
  const toJson: unknown = Reflect.get(value, 'toJSON');
  if (typeof toJson === 'function') return copy(toJson.call(value), walk);
  return copyEntries(value, Object.keys(value), walk);
}

function referTo(bytes: Uint8Array): JsonValue {
  const reference = {
    type: 'attachment',
    content_type: sniffContentType(bytes),
    byte_length: bytes.byteLength,
  } satisfies AttachmentReference;
  return reference;
}

function describeFailure(error: unknown): string {
  return `[Unreadable: ${error instanceof Error ? error.message : typeof error}]`;
}
