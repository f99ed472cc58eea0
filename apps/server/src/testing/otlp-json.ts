/** The parts of an OTLP/JSON request that tests fill in. */
export interface OtlpJsonSpan {
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
  name?: string;
  startTimeUnixNano?: string;
  endTimeUnixNano?: string;
  attributes?: OtlpJsonAttribute[];
  events?: unknown[];
  status?: unknown;
}

export interface OtlpJsonAttribute {
  key: string;
  value: unknown;
}

export const sampleTraceId = '0af7651916cd43dd8448eb211c80319c';

/** A span that can be kept; the index makes its id. */
export function buildOtlpSpan(index: number, overrides: OtlpJsonSpan = {}): OtlpJsonSpan {
  return {
    traceId: sampleTraceId,
    spanId: (index + 1).toString(16).padStart(16, '0'),
    name: `span ${index}`,
    startTimeUnixNano: String(1_700_000_000_000_000_000n + BigInt(index) * 1_000_000n),
    endTimeUnixNano: String(1_700_000_001_000_000_000n + BigInt(index) * 1_000_000n),
    ...overrides,
  };
}

export function buildOtlpRequest(spans: OtlpJsonSpan[], resource: OtlpJsonAttribute[] = []): object {
  return {
    resourceSpans: [
      { resource: { attributes: resource }, scopeSpans: [{ scope: { name: 'test', version: '1' }, spans }] },
    ],
  };
}

/** Strings, numbers and booleans as OTLP attributes. */
export function buildAttributes(values: Record<string, string | number | boolean>): OtlpJsonAttribute[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: buildValue(value) }));
}

function buildValue(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
