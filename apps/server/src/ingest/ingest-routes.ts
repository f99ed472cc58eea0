import type { FastifyInstance, FastifyRequest } from 'fastify';
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
}

/** `POST /v1/traces`: OTLP over HTTP. https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export async function ingestRoutes(
  app: FastifyInstance,
  { limits, writeSpans, metrics }: IngestOptions,
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
      metrics.noteSpans('accepted', spans.length);
      return reply.type(otlpContentTypes[format]).send(buildOtlpAnswer(format, rejections));
    },
  });
}

function noUsableSpan(rejections: string[]): ServerError {
  return new ServerError(`[outcrop] no span of this request can be kept: ${describeRejections(rejections)}`, {
    code: 'no_usable_span',
    statusCode: 400,
  });
}
