import { OutcropError } from '@outcrop/protocol';

export function hashMismatch(expected: string, actual: string): OutcropError {
  return new OutcropError(
    `[outcrop] the bytes of attachment ${expected} have the SHA-256 ${actual}: they were changed or cut on the way, ` +
      'so nothing was kept. Send them again under their own hash.',
    { code: 'hash_mismatch' },
  );
}

export function attachmentTooLarge(maxBytes: number): OutcropError {
  return new OutcropError(
    `[outcrop] the attachment is larger than ${maxBytes} bytes: nothing was kept. Raise OUTCROP_MAX_ATTACHMENT_BYTES ` +
      'of the server, or lower maxAttachmentBytes of the SDK so that it is not sent.',
    { code: 'attachment_too_large' },
  );
}

export function storeClosed(place: string): OutcropError {
  return new OutcropError(`[outcrop] the attachment store ${place} is closed: open it again.`, {
    code: 'store_unavailable',
  });
}

const fullCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);

/** Names what the file system said for those who call a store. An `OutcropError` is returned as it is. */
export function mapFileError(error: unknown, place: string): unknown {
  if (OutcropError.is(error) || !(error instanceof Error) || !('syscall' in error)) return error;
  if ('code' in error && fullCodes.has(error.code)) {
    return new OutcropError(
      `[outcrop] ${place} is full (${error.message}): nothing of this attachment was kept. Free disk space, then send ` +
        'it again.',
      { code: 'store_full', cause: error },
    );
  }
  return new OutcropError(
    `[outcrop] cannot use ${place} (${error.message}): check that it exists and is writable.`,
    { code: 'store_unavailable', cause: error },
  );
}
