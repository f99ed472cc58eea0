import type { ParentLink } from './parent-link.ts';

/** Headers of an incoming request: a `Headers`, Node's `request.headers`, or any record of them. */
export type IncomingHeaders =
  { get(name: string): string | null } | Readonly<Record<string, string | readonly string[] | undefined>>;

/** https://www.w3.org/TR/trace-context/#traceparent-header */
const traceparentPattern =
  /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** What may go into a header again. */
const headerPattern = /^[\x20-\x7e]+$/;
const maxTraceStateLength = 512;
const maxBaggageLength = 8192;

/**
 * The span that another process says its request belongs to, in its headers or as the text of a `traceparent`;
 * `undefined` when it says nothing valid. Never throws.
 */
export function parseTraceContext(given: IncomingHeaders | string): ParentLink | undefined {
  try {
    const headers = typeof given === 'string' ? { traceparent: given } : given;
    const [, version, traceId, spanId, flags, rest] =
      traceparentPattern.exec(readHeader(headers, 'traceparent')?.trim() ?? '') ?? [];
    if (traceId === undefined || spanId === undefined || (version === '00' && rest)) return undefined;
    return {
      traceId,
      spanId,
      passedOn: {
        isSampled: (Number.parseInt(flags ?? '', 16) & 1) === 1,
        traceState: keepValid(readHeader(headers, 'tracestate'), maxTraceStateLength),
        baggage: keepValid(readHeader(headers, 'baggage'), maxBaggageLength),
      },
    };
  } catch {
    return undefined;
  }
}

/** Headers that make a request to another process a part of this trace. */
export interface TraceHeaders {
  traceparent?: string;
  tracestate?: string;
  baggage?: string;
}

export function formatTraceContext({ traceId, spanId, passedOn }: ParentLink): TraceHeaders {
  const headers: TraceHeaders = {
    traceparent: `00-${traceId}-${spanId}-${passedOn?.isSampled === false ? '00' : '01'}`,
  };
  if (passedOn?.traceState) headers.tracestate = passedOn.traceState;
  if (passedOn?.baggage) headers.baggage = passedOn.baggage;
  return headers;
}

function readHeader(headers: IncomingHeaders, name: string): string | undefined {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined;
  const record = headers as Readonly<Record<string, string | readonly string[] | undefined>>;
  const key = name in record ? name : Object.keys(record).find((each) => each.toLowerCase() === name);
  const value = key === undefined ? undefined : record[key];
  return value === undefined || typeof value === 'string' ? value : value.join(',');
}

function keepValid(value: string | undefined, maxLength: number): string | undefined {
  return value !== undefined && value.length <= maxLength && headerPattern.test(value) ? value : undefined;
}
