import type { KeptAttachment, MissingAttachments } from '@outcrop/protocol';
import { Type } from 'typebox';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOnly, keyOrSession } from '../openapi/security.ts';

const mostHashes = 1000;

const sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 in lower-case hex digits.' });
const sha256Parameter = Type.Object({ sha256 });

const binary = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };

export const missingAttachmentsSchema = Type.Object(
  { missing: Type.Array(sha256) },
  { $id: 'MissingAttachments', additionalProperties: false },
);

export const keptAttachmentSchema = Type.Object(
  { sha256, byte_length: Type.Integer() },
  { $id: 'KeptAttachment', additionalProperties: false },
);

export const findMissingSchema = {
  tags: ['ingest'],
  operationId: 'findMissingAttachments',
  summary: 'Which of these attachments have to be sent.',
  security: keyOnly('ingest'),
  body: Type.Object({ sha256: Type.Array(sha256, { maxItems: mostHashes }) }),
  response: {
    200: answerOf<MissingAttachments>('MissingAttachments', 'What the server lacks, in the order asked.'),
    ...errorAnswers(400, 401, 403, 413, 415, 503),
  },
};

export const putAttachmentSchema = {
  tags: ['ingest'],
  operationId: 'putAttachment',
  summary:
    'Sends the bytes of an attachment. A 2xx answer means that they are on disk; sending them again is harmless.',
  security: keyOnly('ingest'),
  consumes: ['application/octet-stream'],
  params: sha256Parameter,
  response: {
    200: answerOf<KeptAttachment>('KeptAttachment', 'The bytes are kept.'),
    ...errorAnswers(400, 401, 403, 413, 415, 422, 503),
  },
};

export const getAttachmentSchema = {
  tags: ['traces'],
  operationId: 'getAttachment',
  summary: 'The bytes of an attachment, whole or a range.',
  description:
    'Images, sound, film and plain text come with their type and may be shown; everything else comes as a download. ' +
    'Nothing in it can run: the answer forbids scripts and sniffing.',
  security: keyOrSession('read'),
  params: sha256Parameter,
  querystring: Type.Object({
    content_type: Type.Optional(
      Type.String({ maxLength: 200, description: 'As the reference says; else the first bytes tell.' }),
    ),
    name: Type.Optional(Type.String({ maxLength: 400, description: 'For the name of a downloaded file.' })),
  }),
  response: {
    200: { description: 'The bytes.', content: binary },
    206: { description: 'The bytes that the Range header asked for.', content: binary },
    ...errorAnswers(400, 401, 403, 404, 416, 503),
  },
};
