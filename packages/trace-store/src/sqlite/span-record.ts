import type { JsonObject, JsonValue, Span, SpanType } from '@outcrop/protocol';
import { previewInput, previewOutput } from '../preview.ts';
import { decodeJson, decodeText, encodeText } from '@outcrop/sqlite';

/** What the tables keep of a span. */
export interface SpanRecord {
  row: SpanRow;
  /** `metadata.model`, for sums. */
  model: string | null;
  /** `metadata.partial`, for counting. */
  isPartial: boolean;
  /** Of roots and model calls: a list shows no other's. */
  inputPreview: string | null;
  outputPreview: string | null;
  /** JSON. */
  content: string | null;
}

/** The columns that make a span, as a SELECT lists them. */
export const spanColumns =
  'trace_id, span_id, parent_span_id, project, name, type, start_time, end_time, revision, service, sdk, tags, metrics, error, metadata, events';

export type SpanRow = [
  trace_id: string,
  span_id: string,
  parent_span_id: string | null,
  project: string,
  name: string,
  type: SpanType,
  start_time: number,
  end_time: number | null,
  revision: number,
  service: string | null,
  sdk: string | null,
  tags: string | null,
  metrics: string | null,
  error: string | null,
  metadata: string | null,
  events: string | null,
];

/** The part of a span that `GetTraceOptions.content: 'none'` leaves out. */
interface SpanContent {
  input?: JsonValue;
  output?: JsonValue;
  metadata?: JsonObject;
}

const largestListedValue = 1000;

/** Copies a span into what the tables keep. Throws a TypeError on values JSON cannot carry. */
export function encodeSpan(span: Span): SpanRecord {
  const { small, large } = splitMetadata(span.metadata);
  const content = JSON.stringify({
    input: span.input,
    output: span.output,
    metadata: large,
  } satisfies SpanContent);
  const model = span.metadata.model;
  const isListed = span.parent_span_id === null || span.type === 'llm';
  return {
    row: [
      encodeText(span.trace_id),
      encodeText(span.span_id),
      encodeOptionalText(span.parent_span_id),
      encodeText(span.project),
      encodeText(span.name),
      span.type,
      span.start_time,
      span.end_time,
      span.revision,
      encodeOptionalText(span.service),
      encodeOptionalText(span.sdk),
      span.tags.length === 0 ? null : JSON.stringify(span.tags),
      encodeObject(span.metrics),
      span.error && JSON.stringify(span.error),
      small,
      span.events.length === 0 ? null : JSON.stringify(span.events),
    ],
    model: typeof model === 'string' ? encodeText(model) : null,
    isPartial: span.metadata.partial === true,
    inputPreview: isListed ? encodeOptionalText(previewInput(span.input)) : null,
    outputPreview: isListed ? encodeOptionalText(previewOutput(span.output)) : null,
    content: content === '{}' ? null : content,
  };
}

/** The span of a row, with its content when that was read. */
export function decodeSpan(row: SpanRow, content?: string): Span {
  const [trace_id, span_id, parent_span_id, project, name, type, start_time, end_time, ...rest] = row;
  const [revision, service, sdk, tags, metrics, error, metadata, events] = rest;
  const { metadata: largeMetadata, ...inputAndOutput } = decodeJson<SpanContent>(content, {});
  const smallMetadata = decodeJson<JsonObject>(metadata, {});
  return {
    trace_id: decodeText(trace_id),
    span_id: decodeText(span_id),
    parent_span_id: decodeOptionalText(parent_span_id),
    project: decodeText(project),
    name: decodeText(name),
    type,
    start_time,
    end_time,
    ...inputAndOutput,
    metadata: largeMetadata ? { ...smallMetadata, ...largeMetadata } : smallMetadata,
    metrics: decodeJson(metrics, {}),
    error: decodeJson(error, null),
    events: decodeJson(events, []),
    tags: decodeJson(tags, []),
    service: decodeOptionalText(service),
    sdk: decodeOptionalText(sdk),
    revision,
  };
}

function splitMetadata(metadata: JsonObject): { small: string | null; large?: JsonObject } {
  const whole = encodeObject(metadata);
  if (whole === null || whole.length <= largestListedValue) return { small: whole };
  const entries = Object.entries(metadata);
  const isLarge = entries.map(([, value]) => (JSON.stringify(value) ?? '').length > largestListedValue);
  if (!isLarge.includes(true)) return { small: whole };
  // fromEntries defines even a key named __proto__; an assignment would not.
  const pick = (size: boolean): JsonObject =>
    Object.fromEntries(entries.filter((_, index) => isLarge[index] === size));
  return { small: encodeObject(pick(false)), large: pick(true) };
}

function encodeObject(value: object): string | null {
  const json = JSON.stringify(value);
  return json === '{}' ? null : json;
}

function encodeOptionalText(text: string | null): string | null {
  return text === null ? null : encodeText(text);
}

function decodeOptionalText(stored: string | null | undefined): string | null {
  return stored === null || stored === undefined ? null : decodeText(stored);
}
