import { computeCostUsd, sumInputTokens } from '@outcrop/bedrock';
import {
  genAiAttribute,
  outcropAttribute,
  type JsonValue,
  type SpanError,
  type SpanEvent,
  type SpanMetrics,
} from '@outcrop/protocol';
import { findGenAiOperation } from '../tracer/gen-ai-operation.ts';
import type { SpanRecord } from '../tracer/span-record.ts';
import type { BodyWriter } from './body-writer.ts';
import { embeddedJsonString } from './escape-table.ts';
import { writeJson } from './write-json.ts';

const kindInternal = 1;
const kindClient = 3;
const statusError = 2;
/** UTF-16 units that are not worth a look for what is to be escaped. */
const shortLength = 256;

export interface ResourceFields {
  projectName: string;
  serviceName: string | undefined;
  sdkVersion: string;
}

/** The text before and after the spans of an OTLP/JSON ExportTraceServiceRequest. */
export function encodeEnvelope(resource: ResourceFields): { head: string; tail: string } {
  const attributes = [stringAttribute(outcropAttribute.project, resource.projectName)];
  if (resource.serviceName !== undefined)
    attributes.push(stringAttribute('service.name', resource.serviceName));
  const scope = JSON.stringify({ name: 'outcrop-js', version: resource.sdkVersion });
  return {
    head: `{"resourceSpans":[{"resource":{"attributes":[${attributes.join(',')}]},"scopeSpans":[{"scope":${scope},"spans":[`,
    tail: ']}]}]}',
  };
}

/** Writes one span of OTLP/JSON: https://github.com/open-telemetry/opentelemetry-proto (trace/v1). */
export function writeSpan(writer: BodyWriter, record: SpanRecord): void {
  const parent = record.parentSpanId === null ? '' : `"parentSpanId":"${record.parentSpanId}",`;
  const end = record.endTime === null ? '0' : `${record.endTime}000`;
  const metrics = addCost(record);
  writer.append(
    `{"traceId":"${record.traceId}","spanId":"${record.spanId}",${parent}"name":${JSON.stringify(record.name)},` +
      `"kind":${record.type === 'llm' ? kindClient : kindInternal},"startTimeUnixNano":"${record.startTime}000",` +
      `"endTimeUnixNano":"${end}","attributes":[${encodeAttributes(record, metrics).join(',')}` +
      encodeSmallAttribute(outcropAttribute.metrics, metrics),
  );
  writeMetadata(writer, record.metadata);
  if (record.input !== undefined) writeJsonAttribute(writer, outcropAttribute.input, record.input);
  if (record.output !== undefined) writeJsonAttribute(writer, outcropAttribute.output, record.output);
  if (record.error) writeJsonAttribute(writer, outcropAttribute.error, record.error);
  writer.append(`]${encodeEvents(record.events)}${encodeStatus(record.error)}}`);
}

function encodeStatus(error: SpanError | null): string {
  return error ? `,"status":{"code":${statusError},"message":${JSON.stringify(error.message)}}` : '';
}

function encodeEvents(events: readonly SpanEvent[]): string {
  return events.length === 0 ? '' : `,"events":[${events.map(encodeEvent).join(',')}]`;
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

function encodeAttributes(record: SpanRecord, metrics: SpanMetrics): string[] {
  const attributes = [
    stringAttribute(outcropAttribute.type, record.type),
    intAttribute(outcropAttribute.revision, record.revision),
  ];
  if (record.tags.length > 0) attributes.push(stringsAttribute(outcropAttribute.tags, record.tags));
  if (record.endTime === null)
    attributes.push(`{"key":"${outcropAttribute.running}","value":{"boolValue":true}}`);
  const operation = findGenAiOperation(record);
  if (operation !== undefined) attributes.push(stringAttribute(genAiAttribute.operationName, operation));
  if (record.type === 'llm') attributes.push(...encodeGenAi(record, metrics));
  return attributes;
}

function encodeGenAi(record: SpanRecord, metrics: SpanMetrics): string[] {
  const attributes: string[] = [];
  const { provider, service, model, stop_reason: stopReason } = record.metadata;
  if (provider === 'aws-bedrock' || service === 'aws-bedrock')
    attributes.push(stringAttribute(genAiAttribute.providerName, 'aws.bedrock'));
  if (typeof model === 'string') attributes.push(stringAttribute(genAiAttribute.requestModel, model));
  if (typeof stopReason === 'string')
    attributes.push(stringsAttribute(genAiAttribute.finishReasons, [stopReason]));
  const counts: [string, number | undefined][] = [
    [genAiAttribute.inputTokens, sumInputTokens(metrics)],
    [genAiAttribute.outputTokens, metrics.completion_tokens],
    [genAiAttribute.cacheReadTokens, metrics.prompt_cached_tokens],
    [genAiAttribute.cacheWriteTokens, metrics.prompt_cache_creation_tokens],
  ];
  for (const [key, count] of counts) if (count !== undefined) attributes.push(intAttribute(key, count));
  return attributes;
}

function addCost(record: SpanRecord): SpanMetrics {
  const { metrics, metadata } = record;
  const { model, invoked_model: invokedModel } = metadata;
  const priced = typeof invokedModel === 'string' ? invokedModel : model;
  if (metrics.cost_usd !== undefined || typeof priced !== 'string') return metrics;
  const cost = computeCostUsd({
    model: priced,
    metrics,
    serviceTier: readServiceTier(metadata['service_tier']),
    region: typeof metadata['region'] === 'string' ? metadata['region'] : undefined,
    at: new Date(record.startTime / 1000),
  });
  return cost === undefined ? metrics : { ...metrics, cost_usd: cost };
}

function readServiceTier(tier: JsonValue | undefined): string | undefined {
  if (typeof tier === 'string') return tier;
  if (typeof tier !== 'object' || tier === null || Array.isArray(tier)) return undefined;
  return typeof tier['type'] === 'string' ? tier['type'] : undefined;
}

function stringAttribute(key: string, value: string): string {
  return `{"key":"${key}","value":{"stringValue":${JSON.stringify(value)}}}`;
}

function intAttribute(key: string, value: number): string {
  return `{"key":"${key}","value":{"intValue":"${value}"}}`;
}

function stringsAttribute(key: string, values: readonly string[]): string {
  const items = values.map((value) => `{"stringValue":${JSON.stringify(value)}}`).join(',');
  return `{"key":"${key}","value":{"arrayValue":{"values":[${items}]}}}`;
}

/** Most metadata is a handful of short facts, but a definition of tools may be as long as a prompt. */
function writeMetadata(writer: BodyWriter, metadata: SpanRecord['metadata']): void {
  if (isSmall(metadata)) writer.append(encodeSmallAttribute(outcropAttribute.metadata, metadata));
  else writeJsonAttribute(writer, outcropAttribute.metadata, metadata);
}

function isSmall(metadata: SpanRecord['metadata']): boolean {
  for (const key in metadata) {
    const value = metadata[key];
    if (typeof value === 'object' ? value !== null : typeof value === 'string' && value.length > shortLength)
      return false;
  }
  return true;
}

/** The same as {@link writeJsonAttribute}, for what is small: until our own code is compiled, Node's is far faster. */
function encodeSmallAttribute(key: string, value: object): string {
  return `,{"key":"${key}","value":{"stringValue":${JSON.stringify(JSON.stringify(value))}}}`;
}

/** An attribute that follows others, with JSON as its text. */
function writeJsonAttribute(writer: BodyWriter, key: string, value: object | JsonValue): void {
  writer.append(`,{"key":"${key}","value":{"stringValue":"`);
  writeJson(writer, value, embeddedJsonString);
  writer.append('"}}');
}
