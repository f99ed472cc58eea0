import type { SpanDetail, TraceDetail, TraceList } from '@outcrop/protocol';
import { Type } from 'typebox';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOrSession } from '../openapi/security.ts';
import { nullableError, nullableText, nullableTime, spanTypeSchema } from './span-schema.ts';

const nullablePreview = (description: string) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], description: `One line. ${description}` });

export const traceSummarySchema = Type.Object(
  {
    trace_id: Type.String(),
    project: Type.String(),
    root_span_id: Type.String({
      description: 'The root, or the earliest span while the root has not arrived.',
    }),
    name: Type.String(),
    type: spanTypeSchema,
    input_preview: nullablePreview('What was asked: of the root, else of the first model call.'),
    output_preview: nullablePreview('What was answered: of the root, else of the last model call.'),
    start_time: Type.Integer(),
    end_time: nullableTime('null while any span of the trace is running.'),
    span_count: Type.Integer(),
    error_count: Type.Integer(),
    partial_count: Type.Integer({
      description: 'Spans that know only part of their answer: a stream that was left, aborted or cut.',
    }),
    error: nullableError,
    models: Type.Array(Type.String()),
    metrics: Type.Unsafe({ $ref: 'SpanMetrics#' }),
  },
  {
    $id: 'TraceSummary',
    additionalProperties: false,
    description: 'The root span with totals over its trace.',
  },
);

export const traceListSchema = Type.Object(
  {
    traces: Type.Array(Type.Unsafe({ $ref: 'TraceSummary#' })),
    next_cursor: nullableText,
  },
  { $id: 'TraceList', additionalProperties: false, description: 'Newest start first.' },
);

export const traceDetailSchema = Type.Object(
  { trace_id: Type.String(), spans: Type.Array(Type.Unsafe({ $ref: 'Span#' })) },
  { $id: 'TraceDetail', additionalProperties: false, description: 'The spans of a trace by start time.' },
);

export const spanDetailSchema = Type.Object(
  { span: Type.Unsafe({ $ref: 'Span#' }) },
  { $id: 'SpanDetail', additionalProperties: false },
);

const common = { tags: ['traces'], security: keyOrSession('read') };

export const listTracesSchema = {
  ...common,
  operationId: 'listTraces',
  summary: 'The traces of a project, newest first.',
  description:
    'With a filter a page may have fewer traces than its limit, even none, and still a next_cursor: each call looks at ' +
    'so many traces only.',
  params: Type.Object({ name: Type.String() }),
  querystring: Type.Object({
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
    cursor: Type.Optional(Type.String({ description: 'next_cursor of the page before.' })),
    search: Type.Optional(
      Type.String({
        maxLength: 200,
        description:
          "Part of a trace's name, of its previews, of one of its models or of its error, ASCII letters in either case; " +
          'or a trace id.',
      }),
    ),
    model: Type.Optional(
      Type.String({ maxLength: 2048, description: 'The whole name of one of its models.' }),
    ),
    has_error: Type.Optional(Type.Boolean({ description: 'true: only traces with an error in any span.' })),
    started_from: Type.Optional(Type.Integer({ description: 'Microseconds since the Unix epoch.' })),
    started_before: Type.Optional(Type.Integer({ description: 'Microseconds since the Unix epoch.' })),
  }),
  response: {
    200: answerOf<TraceList>('TraceList', 'A page of traces.'),
    ...errorAnswers(400, 401, 403, 404, 503),
  },
};

export const deleteTraceSchema = {
  tags: ['traces'],
  security: keyOrSession('admin'),
  operationId: 'deleteTrace',
  summary: 'Delete a trace of a project with its spans. A span of it that comes later begins it anew.',
  params: Type.Object({ name: Type.String(), trace_id: Type.String() }),
  response: { 204: Type.Null({ description: 'Deleted.' }), ...errorAnswers(401, 403, 404, 503) },
};

export const deleteProjectSchema = {
  tags: ['traces'],
  security: keyOrSession('admin'),
  operationId: 'deleteProject',
  summary: 'Delete every trace of a project, and with them the project. Its keys and providers stay.',
  params: Type.Object({ name: Type.String() }),
  response: { 204: Type.Null({ description: 'Deleted.' }), ...errorAnswers(401, 403, 404, 503) },
};

export const getTraceSchema = {
  ...common,
  operationId: 'getTrace',
  summary: 'The spans of a trace.',
  params: Type.Object({ trace_id: Type.String() }),
  querystring: Type.Object({
    content: Type.Unsafe<'none' | 'full'>({
      type: 'string',
      enum: ['none', 'full'],
      default: 'none',
      description: 'full includes input, output and long metadata values.',
    }),
  }),
  response: {
    200: answerOf<TraceDetail>('TraceDetail', 'The spans by start time.'),
    ...errorAnswers(400, 401, 403, 404, 503),
  },
};

export const getSpanSchema = {
  ...common,
  operationId: 'getSpan',
  summary: 'A span with its content.',
  params: Type.Object({ span_id: Type.String() }),
  response: { 200: answerOf<SpanDetail>('SpanDetail', 'The span.'), ...errorAnswers(401, 403, 404, 503) },
};
