import {
  findBytesAttachment,
  findTextAttachment,
  mayHoldBase64,
  referToAddress,
  shortestBase64,
  type PendingAttachment,
} from '@outcrop/bedrock';
import { maxValueDepth, type JsonObject, type JsonValue } from '@outcrop/protocol';

/** Roughly what a reference with its hash costs. */
const referenceBytes = 200;

export interface Snapshot {
  value: JsonValue | undefined;
  /** Roughly what keeping the value costs. */
  byteLength: number;
  /** The attachments whose references stand in the value; absent when there are none. */
  attachments: PendingAttachment[] | undefined;
}

/**
 * Copies a value into plain JSON data, so that later changes by its owner do not show. Strings are shared, bytes
 * become attachment references, and whatever JSON cannot say (cycles, throwing getters, functions) becomes a short
 * note in its place. Never throws.
 */
export function takeSnapshot(value: unknown): Snapshot {
  const walk: Walk = { ancestors: [], byteLength: 0, attachments: undefined };
  const copied = copy(value, walk);
  return { value: copied, byteLength: walk.byteLength, attachments: walk.attachments };
}

interface Walk {
  /** The objects on the way from the root; a path is short, so an array beats a set. */
  ancestors: object[];
  byteLength: number;
  attachments: PendingAttachment[] | undefined;
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
  if (walk.ancestors.length >= maxValueDepth) return '[Too deep]';
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
    let copied = copyProperty(value, key, walk);
    if (copied === undefined) continue;
    walk.byteLength += key.length;
    if (typeof copied === 'string' && copied.length >= shortestBase64)
      copied = referToText(key, copied, walk);
    else if (typeof copied === 'object' && copied !== null) copied = referToObject(key, copied, walk);
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
    return referToBytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), walk);
  }
  if (value instanceof ArrayBuffer) return referToBytes(new Uint8Array(value), walk);
  if (typeof Blob !== 'undefined' && value instanceof Blob) return referToBytes(value, walk);
  if (value instanceof Error) return { name: value.name, message: value.message };
  if (value instanceof Map) return copy(Object.fromEntries(value) as unknown, walk);
  if (value instanceof Set) return copyArray([...value], walk);
  const toJson: unknown = Reflect.get(value, 'toJSON');
  if (typeof toJson === 'function') return copy(toJson.call(value), walk);
  return copyEntries(value, Object.keys(value), walk);
}

function referToBytes(bytes: Uint8Array | Blob, walk: Walk): JsonValue {
  // The last ancestor is the bytes themselves.
  return keepAttachment(findBytesAttachment(bytes, walk.ancestors.slice(0, -1)), walk);
}

function referToText(key: string, text: string, walk: Walk): JsonValue {
  const found = findTextAttachment(key, text, walk.ancestors);
  if (!found) return text;
  walk.byteLength -= text.length;
  return keepAttachment(found, walk);
}

function referToObject(key: string, copied: JsonObject | JsonValue[], walk: Walk): JsonValue {
  if (Array.isArray(copied)) {
    if (!mayHoldBase64(key)) return copied;
    return copied.map((item) => (typeof item === 'string' ? referToText(key, item, walk) : item));
  }
  if (key !== 's3Location') return copied;
  return (referToAddress(copied, walk.ancestors) as JsonObject | undefined) ?? copied;
}

function keepAttachment(attachment: PendingAttachment, walk: Walk): JsonValue {
  (walk.attachments ??= []).push(attachment);
  walk.byteLength += referenceBytes;
  return attachment.reference as unknown as JsonObject;
}

function describeFailure(error: unknown): string {
  return `[Unreadable: ${error instanceof Error ? error.message : typeof error}]`;
}
