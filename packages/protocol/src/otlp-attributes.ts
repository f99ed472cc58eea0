/** Span attributes that carry the fields of a span over OTLP. JSON means the attribute is a string of JSON. */
export const outcropAttribute = {
  /** On the resource, or on a span when it differs from the resource's. */
  project: 'outcrop.project',
  type: 'outcrop.type',
  /** JSON */
  input: 'outcrop.input',
  /** JSON */
  output: 'outcrop.output',
  /** JSON object */
  metadata: 'outcrop.metadata',
  /** JSON object of numbers */
  metrics: 'outcrop.metrics',
  /** JSON object */
  error: 'outcrop.error',
  /** array of strings */
  tags: 'outcrop.tags',
  /** integer */
  revision: 'outcrop.revision',
  /** `true` while the span runs; its endTimeUnixNano is then "0". */
  running: 'outcrop.running',
} as const;

/**
 * The attributes of OpenTelemetry's GenAI conventions that every Outcrop LLM span carries beside its own.
 * https://github.com/open-telemetry/semantic-conventions-genai
 */
export const genAiAttribute = {
  providerName: 'gen_ai.provider.name',
  operationName: 'gen_ai.operation.name',
  requestModel: 'gen_ai.request.model',
  finishReasons: 'gen_ai.response.finish_reasons',
  /** Includes cache reads and writes, unlike `prompt_tokens`. */
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cacheReadTokens: 'gen_ai.usage.cache_read.input_tokens',
  cacheWriteTokens: 'gen_ai.usage.cache_write.input_tokens',
} as const;
