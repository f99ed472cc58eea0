import type { PendingAttachment } from '@outcrop/bedrock';
import type { AttachmentReference, JsonValue } from '@outcrop/protocol';

/**
 * Marks references so that they are recognised in what a mask gives back, copied or not. The mark stands where the hash
 * will, and {@link takeMarked} removes it.
 */
export function markAttachments(
  attachments: readonly PendingAttachment[] = [],
): ReadonlyMap<string, PendingAttachment> {
  return new Map(
    attachments.map((attachment, index) => {
      const mark = `pending-${index}`;
      attachment.reference.sha256 = mark;
      return [mark, attachment];
    }),
  );
}

/** The attachments whose references stand in the value. */
export function takeMarked(
  value: JsonValue | undefined,
  marked: ReadonlyMap<string, PendingAttachment>,
): PendingAttachment[] {
  if (typeof value !== 'object' || value === null || marked.size === 0) return [];
  if (!isReference(value)) return Object.values(value).flatMap((item: JsonValue) => takeMarked(item, marked));
  const attachment = marked.get(value.sha256 ?? '');
  if (!attachment) return [];
  delete value.sha256;
  return [{ reference: value, source: attachment.source }];
}

function isReference(value: object): value is AttachmentReference {
  return 'type' in value && value.type === 'attachment';
}
