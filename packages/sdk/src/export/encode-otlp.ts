import { computeCostUsd, sumInputTokens } from '@outcrop/bedrock';
import {
  genAiAttribute,
  outcropAttribute,
  type JsonValue,
  type SpanEvent,
  type SpanMetrics,
} from '@outcrop/protocol';
import { findGenAiOperation } from '../tracer/gen-ai-operation.ts';
import type { SpanRecord } from '../tracer/span-record.ts';
import type { BodyWriter } from './body-writer.ts';
import { embeddedJsonString, jsonString } from './escape-table.ts';
import { writeJson } from './write-json.ts';

const kindInternal = 1;
const kindClient = 3;
const statusError = 2;

export interface ResourceFields {
  projectName: string;
  serviceName: string | undefined;
  sdkVersion: string;
}

/** The text before and after the spans of an OTLP/JSON ExportTraceServiceRequest. */
export function encodeEnvelope({ projectName, serviceName, sdkVersion }: ResourceFields): {
  head: string;
  tail: string;
} {
  const named = { [outcropAttribute.project]: projectName, 'service.name': serviceName };
  const attributes = Object.entries(named).flatMap(([key, stringValue]) =>
    stringValue === undefined ? [] : [{ key, value: { stringValue } }],
  );
  const resource = JSON.stringify({ attributes });
  const scope = JSON.stringify({ name: 'outcrop-js', version: sdkVersion });
  return {
    head: `{"resourceSpans":[{"resource":${resource},"scopeSpans":[{"scope":${scope},"spans":[`,
    tail: ']}]}]}',
  };
}

/**
 * Writes one span of OTLP/JSON: https://github.com/open-telemetry/opentelemetry-proto (trace/v1). Piece by piece, since a
 * text that is put together first is garbage a moment later.
 */
export function writeSpan(writer: BodyWriter, record: SpanRecord): void {
  const metrics = addCost(record);
  writer.append('{"traceId":"');
  writer.append(record.traceId);
  writer.append('","spanId":"');
  writer.append(record.spanId);
  if (record.parentSpanId !== null) {
    writer.append('","parentSpanId":"');
    writer.append(record.parentSpanId);
  }
  writer.append('","name":"');
  writer.appendEscaped(record.name, jsonString);
  writer.append(record.type === 'llm' ? `","kind":${kindClient}` : `","kind":${kindInternal}`);
  writer.append(',"startTimeUnixNano":"');
  writer.append(String(record.startTime));
  writer.append('000","endTimeUnixNano":"');
  writer.append(record.endTime === null ? '0' : `${record.endTime}000`);
  writer.append('","attributes":[');
  writeAttributes(writer, record, metrics);
  writer.append(']');
  if (record.events.length > 0) writer.append(`,"events":[${record.events.map(encodeEvent).join(',')}]`);
  const { error } = record;
  if (error) writer.append(`,"status":{"code":${statusError},"message":${JSON.stringify(error.message)}}`);
  writer.append('}');
}

function encodeEvent({ name, time, attributes }: SpanEvent): string {
  const encoded = Object.entries(attributes).map(
    ([key, value]) => `{"key":${JSON.stringify(key)},"value":${encodeValue(value)}}`,
  );
  return `{"name":${JSON.stringify(name)},"timeUnixNano":"${time}000","attributes":[${encoded.join(',')}]}`;
}

/** OTLP's AnyValue. What has parts goes as text of JSON. */
function encodeValue(value: JsonValue): string {
  if (typeof value === 'boolean') return `{"boolValue":${value}}`;
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? `{"intValue":"${value}"}` : `{"doubleValue":${value}}`;
  return `{"stringValue":${JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value))}}`;
}

function writeAttributes(writer: BodyWriter, record: SpanRecord, metrics: SpanMetrics): void {
  writer.append(`{"key":"${outcropAttribute.revision}","value":{"intValue":"`);
  writer.append(String(record.revision));
  writer.append('"}}');
  writeText(writer, outcropAttribute.type, record.type);
  if (record.tags.length > 0) writeTexts(writer, outcropAttribute.tags, record.tags);
  if (record.endTime === null)
    writer.append(`,{"key":"${outcropAttribute.running}","value":{"boolValue":true}}`);
  writeText(writer, genAiAttribute.operationName, findGenAiOperation(record));
  if (record.type === 'llm') writeGenAi(writer, record.metadata, metrics);
  writeJsonText(writer, outcropAttribute.metrics, metrics);
  writeJsonText(writer, outcropAttribute.metadata, record.metadata);
  writeJsonText(writer, outcropAttribute.input, record.input);
  writeJsonText(writer, outcropAttribute.output, record.output);
  if (record.error) writeJsonText(writer, outcropAttribute.error, record.error);
}

function writeGenAi(writer: BodyWriter, metadata: SpanRecord['metadata'], metrics: SpanMetrics): void {
  const { provider, service, model, stop_reason: stopReason } = metadata;
  if (provider === 'aws-bedrock' || service === 'aws-bedrock')
    writeText(writer, genAiAttribute.providerName, 'aws.bedrock');
  if (typeof model === 'string') writeText(writer, genAiAttribute.requestModel, model);
  if (typeof stopReason === 'string') writeTexts(writer, genAiAttribute.finishReasons, [stopReason]);
  writeCount(writer, genAiAttribute.inputTokens, sumInputTokens(metrics));
  writeCount(writer, genAiAttribute.outputTokens, metrics.completion_tokens);
  writeCount(writer, genAiAttribute.cacheReadTokens, metrics.prompt_cached_tokens);
  writeCount(writer, genAiAttribute.cacheWriteTokens, metrics.prompt_cache_creation_tokens);
}

function addCost(record: SpanRecord): SpanMetrics {
  const { metrics, metadata } = record;
  const { model, invoked_model: invokedModel } = metadata;
  const priced = typeof invokedModel === 'string' ? invokedModel : model;
  if (metrics.cost_usd !== undefined || typeof priced !== 'string') return metrics;
  const cost = computeCostUsd({
    model: priced,
    metrics,
    serviceTier: metadata['service_tier'],
    region: typeof metadata['region'] === 'string' ? metadata['region'] : undefined,
    at: new Date(record.startTime / 1000),
  });
  return cost === undefined ? metrics : { ...metrics, cost_usd: cost };
}

/** What is absent has no attribute. */
function writeText(writer: BodyWriter, key: string, value: string | undefined): void {
  if (value === undefined) return;
  openAttribute(writer, key, 'string');
  writer.appendEscaped(value, jsonString);
  writer.append('"}}');
}

function writeTexts(writer: BodyWriter, key: string, values: readonly string[]): void {
  const items = values.map((value) => `{"stringValue":${JSON.stringify(value)}}`).join(',');
  writer.append(`,{"key":"${key}","value":{"arrayValue":{"values":[${items}]}}}`);
}

function writeCount(writer: BodyWriter, key: string, value: number | undefined): void {
  if (value === undefined) return;
  openAttribute(writer, key, 'int');
  writer.append(`${value}"}}`);
}

/** JSON as the text of an attribute. */
function writeJsonText(writer: BodyWriter, key: string, value: object | JsonValue | undefined): void {
  if (value === undefined) return;
  openAttribute(writer, key, 'string');
  writeJson(writer, value, embeddedJsonString);
  writer.append('"}}');
}

/** Others stand before it. */
function openAttribute(writer: BodyWriter, key: string, kind: 'string' | 'int'): void {
  writer.append(',{"key":"');
  writer.append(key);
  writer.append(kind === 'int' ? '","value":{"intValue":"' : '","value":{"stringValue":"');
}
