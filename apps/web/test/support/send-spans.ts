import { outcropAttribute, type Span, type SpanEvent } from '@outcrop/protocol';

import type { PageServer } from './page-server.ts';

function buildAttributes(span: Span): object[] {
  const texts: [string, unknown][] = [
    [outcropAttribute.type, span.type],
    [outcropAttribute.metadata, JSON.stringify(span.metadata)],
    [outcropAttribute.metrics, JSON.stringify(span.metrics)],
    [outcropAttribute.input, span.input === undefined ? undefined : JSON.stringify(span.input)],
    [outcropAttribute.output, span.output === undefined ? undefined : JSON.stringify(span.output)],
    [outcropAttribute.error, span.error === null ? undefined : JSON.stringify(span.error)],
  ];
  return [
    { key: outcropAttribute.revision, value: { intValue: String(span.revision) } },
    { key: outcropAttribute.running, value: { boolValue: span.end_time === null } },
    ...texts.flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: { stringValue: value } }])),
  ];
}

function buildOtlpEvent({ name, time, attributes }: SpanEvent): object {
  return {
    name,
    timeUnixNano: `${time}000`,
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value:
        typeof value === 'string'
          ? { stringValue: value }
          : typeof value === 'number'
            ? { doubleValue: value }
            : { stringValue: JSON.stringify(value) },
    })),
  };
}

function buildOtlpSpan(span: Span): object {
  return {
    traceId: span.trace_id,
    spanId: span.span_id,
    parentSpanId: span.parent_span_id ?? '',
    name: span.name,
    startTimeUnixNano: `${span.start_time}000`,
    endTimeUnixNano: span.end_time === null ? '0' : `${span.end_time}000`,
    attributes: buildAttributes(span),
    events: span.events.map(buildOtlpEvent),
  };
}

/** Sends spans of one project as an app would. Resolves to the HTTP status. */
export async function sendSpans(
  { url, apiKey }: Pick<PageServer, 'url' | 'apiKey'>,
  spans: readonly Span[],
): Promise<number> {
  const project = { key: outcropAttribute.project, value: { stringValue: spans[0]?.project ?? '' } };
  const resourceSpans = [
    {
      resource: { attributes: [project] },
      scopeSpans: [{ scope: { name: 'test' }, spans: spans.map(buildOtlpSpan) }],
    },
  ];
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ resourceSpans }),
  });
  return response.status;
}
