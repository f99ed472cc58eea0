import { spanTypes } from '@outcrop/protocol';
import { Type } from 'typebox';

const microseconds = 'Microseconds since the Unix epoch.';

export const nullableText = Type.Unsafe<string | null>({ type: ['string', 'null'] });
export const nullableTime = (description: string) =>
  Type.Unsafe<number | null>({ type: ['integer', 'null'], description });
export const nullableError = Type.Unsafe({ anyOf: [{ $ref: 'SpanError#' }, { type: 'null' }] });
export const spanTypeSchema = Type.Enum([...spanTypes]);

export const spanErrorSchema = Type.Object(
  {
    type: Type.String(),
    message: Type.String(),
    status: Type.Optional(Type.Number({ description: 'HTTP status.' })),
    retryable: Type.Optional(Type.Boolean()),
    stack: Type.Optional(Type.String()),
  },
  {
    $id: 'SpanError',
    additionalProperties: false,
    description: 'What went wrong, as the failing side named it.',
  },
);

const spanEventSchema = Type.Object(
  {
    name: Type.String(),
    time: Type.Integer({ description: microseconds }),
    attributes: Type.Record(Type.String(), Type.Unknown()),
  },
  { additionalProperties: false },
);

export const spanMetricsSchema = Type.Object(
  {
    prompt_tokens: Type.Optional(Type.Number({ description: 'Excludes cache reads and cache writes.' })),
    completion_tokens: Type.Optional(Type.Number()),
    tokens: Type.Optional(Type.Number({ description: 'All tokens, cache reads and writes included.' })),
    prompt_cached_tokens: Type.Optional(Type.Number()),
    prompt_cache_creation_tokens: Type.Optional(Type.Number()),
    prompt_cache_creation_5m_tokens: Type.Optional(Type.Number()),
    prompt_cache_creation_1h_tokens: Type.Optional(Type.Number()),
    completion_reasoning_tokens: Type.Optional(Type.Number()),
    time_to_first_token: Type.Optional(Type.Number({ description: 'Seconds.' })),
    latency_ms: Type.Optional(Type.Number()),
    cost_usd: Type.Optional(Type.Number()),
  },
  { $id: 'SpanMetrics', additionalProperties: Type.Number(), description: 'Numbers of a span.' },
);

export const spanSchema = Type.Object(
  {
    trace_id: Type.String(),
    span_id: Type.String(),
    parent_span_id: nullableText,
    project: Type.String(),
    name: Type.String(),
    type: spanTypeSchema,
    start_time: Type.Integer({ description: microseconds }),
    end_time: nullableTime(`${microseconds} null while the span is running.`),
    input: Type.Optional(
      Type.Unknown({ description: 'JSON as Bedrock saw it; absent without content=full.' }),
    ),
    output: Type.Optional(
      Type.Unknown({ description: 'JSON as Bedrock said it; absent without content=full.' }),
    ),
    metadata: Type.Record(Type.String(), Type.Unknown()),
    metrics: Type.Unsafe({ $ref: 'SpanMetrics#' }),
    error: nullableError,
    events: Type.Array(spanEventSchema, { description: 'What happened meanwhile, such as `retry`.' }),
    tags: Type.Array(Type.String()),
    service: nullableText,
    sdk: nullableText,
    revision: Type.Integer({
      description: 'Of two versions of a span the higher one replaces the lower one.',
    }),
  },
  { $id: 'Span', additionalProperties: false },
);
