import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { AttachmentStore } from '@outcrop/attachment-store';
import type { FastifyInstance } from 'fastify';
import { ServerError } from '../server-error.ts';
import {
  findMissingSchema,
  keptAttachmentSchema,
  missingAttachmentsSchema,
  putAttachmentSchema,
} from './attachment-schema.ts';

export interface UploadRoutesOptions {
  attachmentStore: AttachmentStore;
  /** Limit of one attachment. */
  maxBytes: number;
}

/** How a program hands in attachments: it asks which the server lacks, then sends those. */
export async function uploadRoutes(instance: FastifyInstance, options: UploadRoutesOptions): Promise<void> {
  const { attachmentStore } = options;
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(missingAttachmentsSchema);
  app.addSchema(keptAttachmentSchema);

  app.post('/v1/attachments/missing', {
    schema: findMissingSchema,
    handler: async ({ body }) => ({ missing: await attachmentStore.findMissing(body.sha256) }),
  });
  // In a scope of its own, because its bodies are taken as they are and not parsed.
  await app.register(putRoute, options);
}

async function putRoute(
  instance: FastifyInstance,
  { attachmentStore, maxBytes }: UploadRoutesOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, body, done) => done(null, body));

  app.put('/v1/attachments/:sha256', {
    schema: putAttachmentSchema,
    onRequest: async ({ headers }) => {
      const encoding = headers['content-encoding'] ?? 'identity';
      if (encoding !== 'identity') throw unknownEncoding(encoding);
      if (Number(headers['content-length'] ?? 0) > maxBytes) throw announcedTooLarge(maxBytes);
    },
    async handler({ params: { sha256 }, body }) {
      const bytes = (body ?? []) as AsyncIterable<Uint8Array>;
      const { byteLength } = await attachmentStore.write({ sha256, bytes, maxBytes });
      return { sha256, byte_length: byteLength };
    },
  });
}

function unknownEncoding(encoding: string): ServerError {
  return new ServerError(
    `[outcrop] cannot read Content-Encoding ${JSON.stringify(encoding)}: send the attachment's bytes as they are`,
    { code: 'unknown_encoding', statusCode: 415 },
  );
}

function announcedTooLarge(maxBytes: number): ServerError {
  return new ServerError(
    `[outcrop] the attachment is larger than ${maxBytes} bytes: raise OUTCROP_MAX_ATTACHMENT_BYTES of the server, or ` +
      'lower maxAttachmentBytes of the SDK so that it is not sent',
    { code: 'attachment_too_large', statusCode: 413 },
  );
}
