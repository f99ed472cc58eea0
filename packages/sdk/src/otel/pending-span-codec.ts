import type { SpanCodec } from '../export/span-codec.ts';
import { reportOnce } from '../report.ts';
import { joinEncodedSpans, type EncodedSpan, type OtlpKeyValue } from './encode-readable-span.ts';
import { restorePendingSpan, type PendingSpan } from './pending-span.ts';

/** Attributes longer than this are content. */
const smallLength = 1024;
const contentDropped = 'content_dropped';

/** Carries spans of OpenTelemetry's SDK. */
export const pendingSpanCodec: SpanCodec<PendingSpan> = {
  async encode(batch) {
    for (const span of batch) await span.ready()?.catch(() => undefined);
    return encodeAll(batch);
  },
  encodeAtOnce: encodeAll,
  withoutContent: dropContent,
  toLine: (span) => JSON.stringify(span.encode()),
  fromLine: parsePendingSpan,
};

function encodeAll(batch: readonly PendingSpan[]): Buffer<ArrayBuffer> {
  const encoded: EncodedSpan[] = [];
  for (const span of batch) {
    try {
      encoded.push(span.encode());
    } catch (error) {
      reportOnce(`a span of OpenTelemetry could not be encoded and is dropped: ${String(error)}`);
    }
  }
  return Buffer.from(joinEncodedSpans(encoded));
}

interface OtlpSpan {
  attributes: OtlpKeyValue[];
  events: unknown[];
}

function dropContent(pending: PendingSpan): PendingSpan | undefined {
  const encoded = pending.encode();
  const span = JSON.parse(encoded.span) as OtlpSpan;
  if (span.attributes.some(({ key }) => key === contentDropped)) return undefined;
  const attributes = span.attributes.filter(isSmall);
  attributes.push({ key: contentDropped, value: { stringValue: 'the server takes no span of this size' } });
  const smaller = JSON.stringify({ ...span, attributes, events: span.events.filter(isSmall) });
  return restorePendingSpan({ ...encoded, span: smaller });
}

function isSmall(value: unknown): boolean {
  return JSON.stringify(value).length <= smallLength;
}

function parsePendingSpan(line: string): PendingSpan | undefined {
  try {
    const { resource, scope, span } = JSON.parse(line) as EncodedSpan;
    const isWhole = [resource, scope, span].every((text) => typeof text === 'string');
    return isWhole ? restorePendingSpan({ resource, scope, span }) : undefined;
  } catch {
    return undefined;
  }
}
