import { maxValueDepth, type JsonValue, type Span } from '@outcrop/protocol';
import { ServerError } from '../server-error.ts';
import type { IngestLimits } from './ingest-limits.ts';
import { mapOtlpSpan, presentId, type SpanOrigin } from './map-otlp-span.ts';
import type { OtlpResourceSpans, OtlpSpan } from './otlp-span.ts';
import { isProjectName, maxProjectNameLength } from './project-name.ts';

export interface MapRequestOptions {
  limits: IngestLimits;
  headerProject: string | undefined;
  /** Of a key of one project: where spans that name no other belong; those that do are rejected. */
  keyProject?: string;
}

export interface MappedRequest {
  spans: Span[];
  /** One reason for each span left out. */
  rejections: string[];
}

/** Maps every usable span of a request. Throws `too_many_spans` beyond the limit. */
export function mapOtlpRequest(request: OtlpResourceSpans[], options: MapRequestOptions): MappedRequest {
  checkSpanCount(request, options.limits);
  const mapped: MappedRequest = { spans: [], rejections: [] };
  for (const { resource, scopeSpans } of request) {
    for (const { scope, spans } of scopeSpans) {
      for (const span of spans) {
        mapInto(mapped, span, {
          origin: { resource, scope, headerProject: options.headerProject, keyProject: options.keyProject },
          ...options,
        });
      }
    }
  }
  return mapped;
}

interface MapSpanOptions extends MapRequestOptions {
  origin: SpanOrigin;
}

function mapInto(mapped: MappedRequest, otlpSpan: OtlpSpan, { origin, limits }: MapSpanOptions): void {
  const rejection = findOtlpFault(otlpSpan, limits);
  const span = rejection === undefined ? mapOtlpSpan(otlpSpan, origin) : undefined;
  const fault = rejection ?? (span && (findForeignProject(span, origin) ?? findSpanFault(span)));
  if (fault !== undefined) mapped.rejections.push(`span ${describe(otlpSpan)} ${fault}`);
  else if (span) mapped.spans.push(span);
}

const maxIdLength = 128;
const maxNameLength = 10_000;

function findOtlpFault(span: OtlpSpan, limits: IngestLimits): string | undefined {
  if (presentId(span.traceId) === null) return 'has no traceId';
  if (presentId(span.spanId) === null) return 'has no spanId';
  if (Math.max(span.traceId.length, span.spanId.length, span.parentSpanId.length) > maxIdLength) {
    return `has an id longer than ${maxIdLength} characters`;
  }
  if (span.startTime === 0) return 'has no startTimeUnixNano';
  if (!Number.isSafeInteger(span.startTime) || !Number.isSafeInteger(span.endTime))
    return 'has a time out of range';
  if (span.name.length > maxNameLength) return `has a name longer than ${maxNameLength} characters`;
  return findLargeAttribute(span, limits.attributeBytes);
}

function findLargeAttribute({ attributes }: OtlpSpan, limit: number): string | undefined {
  for (const [key, value] of attributes) {
    if (!isLargerThan(value, limit)) continue;
    return (
      `has an attribute ${JSON.stringify(key.slice(0, 100))} of more than ${limit} bytes: ` +
      'send less, or raise OUTCROP_MAX_ATTRIBUTE_BYTES'
    );
  }
  return undefined;
}

function isLargerThan(value: JsonValue, limit: number): boolean {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // A UTF-16 unit is at most three bytes of UTF-8: most values need no counting.
  return text.length * 3 > limit && Buffer.byteLength(text) > limit;
}

function findForeignProject({ project }: Span, { keyProject }: SpanOrigin): string | undefined {
  if (keyProject === undefined || project === keyProject) return undefined;
  return `names the project ${JSON.stringify(project.slice(0, 100))}, but the API key is for ${JSON.stringify(keyProject)} only`;
}

/** Faults that only show once the dialects have parsed the JSON inside attributes. */
function findSpanFault(span: Span): string | undefined {
  if (!isProjectName(span.project)) {
    return `names a project that is empty, "." or "..", or longer than ${maxProjectNameLength} characters`;
  }
  const isTooDeep = [span.input, span.output, span.metadata].some((value) =>
    isDeeperThan(value, maxValueDepth),
  );
  return isTooDeep ? `has content nested deeper than ${maxValueDepth} levels` : undefined;
}

function isDeeperThan(value: JsonValue | undefined, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  return Object.values(value).some((child) => isDeeperThan(child, depth - 1));
}

function describe({ name, spanId }: OtlpSpan): string {
  return `${JSON.stringify(name.slice(0, 100))} (${spanId.slice(0, maxIdLength) || 'no id'})`;
}

function checkSpanCount(request: OtlpResourceSpans[], { spansPerRequest }: IngestLimits): void {
  let count = 0;
  for (const { scopeSpans } of request) for (const { spans } of scopeSpans) count += spans.length;
  if (count <= spansPerRequest) return;
  throw new ServerError(
    `[outcrop] this request holds ${count} spans, the limit is ${spansPerRequest}: send smaller batches, ` +
      'or raise OUTCROP_MAX_SPANS_PER_REQUEST',
    { code: 'too_many_spans', statusCode: 413 },
  );
}
