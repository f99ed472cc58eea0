import { maxValueDepth, type AttachmentReference } from '@outcrop/protocol';
import { isRecord } from '../read-value.ts';
import { mayHoldBase64, shortestBase64 } from './base64-positions.ts';
import { findBytesAttachment, findTextAttachment, referToAddress } from './find-attachment.ts';
import type { PendingAttachment } from './pending-attachment.ts';

type Container = Record<string | number, unknown>;

/**
 * Puts references in the place of all bytes in a value that belongs to the caller, such as parsed JSON, and gives the
 * attachments that they stand for. What lies deeper than a span may be is cut off. The value must hold no cycle.
 */
export function takeAttachments(value: Record<string, unknown>): PendingAttachment[] {
  const walk: Walk = { ancestors: [], attachments: [] };
  visit(value, walk);
  return walk.attachments;
}

interface Walk {
  /** The objects on the way from the root, innermost last. */
  ancestors: object[];
  attachments: PendingAttachment[];
}

function visit(container: object, walk: Walk): void {
  walk.ancestors.push(container);
  if (Array.isArray(container)) {
    for (let index = 0; index < container.length; index += 1)
      visitItem(container as unknown as Container, index, walk);
  } else {
    for (const key of Object.keys(container)) visitProperty(container as Container, key, walk);
  }
  walk.ancestors.pop();
}

function visitItem(list: Container, index: number, walk: Walk): void {
  const item = list[index];
  if (typeof item === 'object' && item !== null) list[index] = visitObject(item, walk);
}

function visitProperty(owner: Container, key: string, walk: Walk): void {
  const value = owner[key];
  if (typeof value === 'string') {
    if (value.length >= shortestBase64) owner[key] = referToText(key, value, walk);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (key === 's3Location' && isRecord(value)) {
    owner[key] = referToAddress(value, walk.ancestors) ?? value;
    return;
  }
  owner[key] = visitObject(value, walk);
  if (Array.isArray(value) && mayHoldBase64(key)) referToItems(key, value, walk);
}

function visitObject(value: object, walk: Walk): unknown {
  if (value instanceof Uint8Array) return keep(findBytesAttachment(value, walk.ancestors), walk);
  if (walk.ancestors.length >= maxValueDepth) return '[Too deep]';
  visit(value, walk);
  return value;
}

function referToItems(key: string, list: unknown[], walk: Walk): void {
  for (const [index, item] of list.entries()) {
    if (typeof item === 'string' && item.length >= shortestBase64) list[index] = referToText(key, item, walk);
  }
}

function referToText(key: string, text: string, walk: Walk): unknown {
  const found = findTextAttachment(key, text, walk.ancestors);
  return found ? keep(found, walk) : text;
}

function keep(attachment: PendingAttachment, { attachments }: Walk): AttachmentReference {
  attachments.push(attachment);
  return attachment.reference;
}
