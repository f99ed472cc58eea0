import type { Span } from '@outcrop/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { listAttachmentHashes } from '../attachments/list-attachment-hashes.ts';
import { getIdentity } from '../auth/identity.ts';
import { mapError } from '../http/map-error.ts';
import { readRequestBody } from '../http/read-request-body.ts';
import type { IngestMetrics } from '../metrics/ingest-metrics.ts';
import { ServerError } from '../server-error.ts';
import { decodeOtlpJson } from './decode-otlp-json.ts';
import { decodeOtlpProtobuf } from './decode-otlp-protobuf.ts';
import type { IngestLimits } from './ingest-limits.ts';
import { ingestSchema } from './ingest-schema.ts';
import { mapOtlpRequest } from './map-otlp-request.ts';
import {
  buildOtlpAnswer,
  buildOtlpStatus,
  describeRejections,
  mapContentType,
  otlpContentTypes,
} from './otlp-answer.ts';
import type { WriteSpans } from './span-writer.ts';

export interface IngestOptions {
  limits: IngestLimits;
  writeSpans: WriteSpans;
  metrics: IngestMetrics;
  /** Lets those who may read a project read an attachment. */
  addAttachmentProject: (project: string, sha256: string) => Promise<void>;
}

/** `POST /v1/traces`: OTLP over HTTP. https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export async function ingestRoutes(
  app: FastifyInstance,
  { limits, writeSpans, metrics, addAttachmentProject }: IngestOptions,
): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    Object.values(otlpContentTypes),
    async (request: FastifyRequest, body: NodeJS.ReadableStream) =>
      readRequestBody(body as FastifyRequest['raw'], {
        ...limits,
        encoding: request.headers['content-encoding'],
        announcedBytes: Number(request.headers['content-length'] ?? 0),
      }),
  );

  app.setErrorHandler((error, request, reply) => {
    const { statusCode, headers, body } = mapError(error, request);
    void reply.code(statusCode).headers(headers);
    if (mapContentType(request.headers['content-type']) === 'json') return reply.send(body);
    return reply.type(otlpContentTypes.protobuf).send(buildOtlpStatus(body.error.message));
  });

  app.addHook('onResponse', async (_request, reply) => metrics.noteRequest(reply.statusCode));

  app.post('/v1/traces', {
    schema: ingestSchema,
    async handler(request, reply) {
      const format = mapContentType(request.headers['content-type']);
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      metrics.noteBytes(body.length);
      const otlp = format === 'json' ? decodeOtlpJson(body) : decodeOtlpProtobuf(body);
      const headerProject = request.headers['x-outcrop-project'];
      const { spans, rejections } = mapOtlpRequest(otlp, {
        limits,
        headerProject: typeof headerProject === 'string' && headerProject !== '' ? headerProject : undefined,
        keyProject: getIdentity(request).project ?? undefined,
      });
      metrics.noteSpans('refused', rejections.length);
      if (spans.length === 0 && rejections.length > 0) throw noUsableSpan(rejections);
      await writeSpans(spans);
      // A key of one project shows by sending them that it has the bytes; naming their hash is not enough for it.
      if (getIdentity(request).project === null && body.includes('attachment')) {
        await shareAttachments(spans, addAttachmentProject);
      }
      metrics.noteSpans('accepted', spans.length);
      return reply.type(otlpContentTypes[format]).send(buildOtlpAnswer(format, rejections));
    },
  });
}

/** Bytes that came with no project belong to those whose spans refer to them. */
async function shareAttachments(
  spans: readonly Span[],
  addAttachmentProject: IngestOptions['addAttachmentProject'],
): Promise<void> {
  for (const span of spans) {
    for (const sha256 of listAttachmentHashes(span)) await addAttachmentProject(span.project, sha256);
  }
}

function noUsableSpan(rejections: string[]): ServerError {
  return new ServerError(`[outcrop] no span of this request can be kept: ${describeRejections(rejections)}`, {
    code: 'no_usable_span',
    statusCode: 400,
  });
}
