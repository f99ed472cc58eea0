import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { AttachmentStore } from '@outcrop/attachment-store';
import type { WorkspaceStore } from '@outcrop/workspace-store';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkProject, getIdentity } from '../auth/identity.ts';
import { ServerError } from '../server-error.ts';
import {
  findMissingSchema,
  keptAttachmentSchema,
  missingAttachmentsSchema,
  putAttachmentSchema,
} from './attachment-schema.ts';

export interface UploadRoutesOptions {
  attachmentStore: AttachmentStore;
  workspaceStore: WorkspaceStore;
  /** Limit of one attachment. */
  maxBytes: number;
}

/** How a program hands in attachments: it asks which the server lacks, then sends those. */
export async function uploadRoutes(instance: FastifyInstance, options: UploadRoutesOptions): Promise<void> {
  const { attachmentStore, workspaceStore } = options;
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(missingAttachmentsSchema);
  app.addSchema(keptAttachmentSchema);

  app.post('/v1/attachments/missing', {
    schema: findMissingSchema,
    async handler(request) {
      const { sha256 } = request.body;
      const missing = new Set(await attachmentStore.findMissing(sha256));
      const project = findProject(request);
      // What only others have sent is missing too: whoever has the bytes shows it by sending them.
      for (const hash of sha256) {
        if (project !== null && !(await workspaceStore.hasAttachmentProject(project, hash)))
          missing.add(hash);
      }
      return { missing: [...new Set(sha256)].filter((hash) => missing.has(hash)) };
    },
  });
  // In a scope of its own, because its bodies are taken as they are and not parsed.
  await app.register(putRoute, options);
}

async function putRoute(
  instance: FastifyInstance,
  { attachmentStore, workspaceStore, maxBytes }: UploadRoutesOptions,
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
    async handler(request) {
      const { sha256 } = request.params;
      const project = findProject(request);
      const bytes = (request.body ?? []) as AsyncIterable<Uint8Array>;
      const { byteLength } = await attachmentStore.write({ sha256, bytes, maxBytes });
      if (project !== null) await workspaceStore.addAttachmentProject(project, sha256);
      return { sha256, byte_length: byteLength };
    },
  });
}

/** The project that the bytes belong to; `null` where neither the key nor the request names one. */
function findProject(request: FastifyRequest): string | null {
  const identity = getIdentity(request);
  const named = request.headers['x-outcrop-project'];
  if (typeof named !== 'string' || named === '') return identity.project;
  checkProject(identity, named);
  return named;
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
