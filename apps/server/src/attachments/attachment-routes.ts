import { Readable } from 'node:stream';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { AttachmentStore, StoredAttachment } from '@outcrop/attachment-store';
import { sniffContentType, sniffedByteLength } from '@outcrop/protocol';
import type { WorkspaceStore } from '@outcrop/workspace-store';
import type { FastifyInstance } from 'fastify';
import { getIdentity } from '../auth/identity.ts';
import { ServerError } from '../server-error.ts';
import { getAttachmentSchema } from './attachment-schema.ts';
import { buildPresentation } from './build-presentation.ts';
import { parseRange } from './parse-range.ts';

/** Whatever the bytes are, a browser that shows them as a page runs nothing of it and fetches nothing for it. */
const attachmentHeaders = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  // Bytes named by their hash never change; only who is signed in may keep them.
  'cache-control': 'private, max-age=31536000, immutable',
  'accept-ranges': 'bytes',
} as const;

export interface AttachmentRoutesOptions {
  attachmentStore: AttachmentStore;
  workspaceStore: WorkspaceStore;
}

export async function attachmentRoutes(
  instance: FastifyInstance,
  { attachmentStore, workspaceStore }: AttachmentRoutesOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.get('/api/attachments/:sha256', {
    schema: getAttachmentSchema,
    async handler(request, reply) {
      const { query, headers } = request;
      const { sha256 } = request.params;
      const { project } = getIdentity(request);
      const isVisible = project === null || (await workspaceStore.hasAttachmentProject(project, sha256));
      const attachment = isVisible ? await attachmentStore.find(sha256) : undefined;
      if (!attachment) throw attachmentNotFound(sha256);
      const { byteLength } = attachment;
      const range = parseRange(headers.range, byteLength);
      if (range === 'unsatisfiable') {
        void reply.header('content-range', `bytes */${byteLength}`);
        throw unsatisfiableRange(headers.range, byteLength);
      }
      const { contentType, disposition } = buildPresentation({
        contentType: query.content_type ?? (await sniff(attachment)),
        name: query.name,
        sha256,
      });
      void reply.headers({ ...attachmentHeaders, 'content-disposition': disposition }).type(contentType);
      if (range) {
        void reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${byteLength}`);
      }
      void reply.header('content-length', range ? range.last - range.first + 1 : byteLength);
      return reply.send(Readable.from(attachment.read(range)));
    },
  });
}

async function sniff(attachment: StoredAttachment): Promise<string | undefined> {
  if (attachment.byteLength < sniffedByteLength) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of attachment.read({ first: 0, last: sniffedByteLength - 1 })) chunks.push(chunk);
  return sniffContentType(Buffer.concat(chunks));
}

function attachmentNotFound(sha256: string): ServerError {
  return new ServerError(
    `[outcrop] no attachment ${sha256}: it is still on its way, or its bytes were never sent (the reference in the ` +
      'span says why)',
    { code: 'attachment_not_found', statusCode: 404 },
  );
}

function unsatisfiableRange(range: string | undefined, byteLength: number): ServerError {
  return new ServerError(`[outcrop] the attachment has ${byteLength} bytes, so there is no range ${range}`, {
    code: 'unsatisfiable_range',
    statusCode: 416,
  });
}
