import type { AttachmentReference } from '@outcrop/protocol';
import { apiPath, buildQuery } from './send-request.ts';

export type AttachmentAddress = Required<Pick<AttachmentReference, 'sha256'>> &
  Partial<Pick<AttachmentReference, 'content_type' | 'name'>>;

export function createAttachmentRequests(baseUrl: string) {
  const base = baseUrl.replace(/\/+$/, '');
  return {
    /** Where an attachment's bytes are: for `src` and `href`, with the browser's session cookie. */
    attachmentUrl: ({ sha256, content_type, name }: AttachmentAddress): string =>
      base + apiPath`/api/attachments/${sha256}` + buildQuery({ content_type, name }),
  };
}
