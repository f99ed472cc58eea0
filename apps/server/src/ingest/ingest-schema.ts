import { Type } from 'typebox';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOnly } from '../openapi/security.ts';

export const ingestSchema = {
  tags: ['ingest'],
  operationId: 'exportTraces',
  summary: 'Send spans by OTLP/HTTP.',
  description:
    'An ExportTraceServiceRequest as `application/json` or `application/x-protobuf`, plain or compressed (gzip, ' +
    'deflate, br). A 2xx answer means that the spans are on disk; sending them again changes nothing. The project is ' +
    'the attribute `outcrop.project` of the span or its resource, else the header `x-outcrop-project`, else ' +
    '`service.name`, else `default`; for a key of one project it is that project, and spans that name another one are left ' +
    'out. Errors come in the format of the request: a google.rpc.Status for protobuf.',
  security: keyOnly('ingest'),
  body: {
    content: {
      'application/json': {
        schema: Type.Unknown({ description: 'An ExportTraceServiceRequest in OTLP/JSON.' }),
      },
      'application/x-protobuf': { schema: Type.Unknown({ description: 'An ExportTraceServiceRequest.' }) },
    },
  },
  headers: Type.Object({
    'x-outcrop-project': Type.Optional(Type.String({ description: 'For spans that name no project.' })),
  }),
  response: {
    200: Type.Unsafe({
      type: 'object',
      properties: {
        partialSuccess: {
          type: 'object',
          description: 'Present when some spans were left out.',
          properties: { rejectedSpans: { type: 'string' }, errorMessage: { type: 'string' } },
        },
      },
      description: 'An ExportTraceServiceResponse in the format of the request.',
    }),
    ...errorAnswers(400, 401, 403, 413, 415, 503),
  },
};
