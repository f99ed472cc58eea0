import type { ParentLink } from '../tracer/parent-link.ts';
import { runtime } from '../tracer/runtime.ts';
import { BridgeSpan, findBridgedLink } from './bridge-span.ts';
import {
  findContextManager,
  otelBaggageKey,
  otelSpanKey,
  type OtelContext,
  type OtelContextManager,
  type OtelSpan,
} from './open-telemetry.ts';

const sampledFlag = 1;
const invalidTraceId = '0'.repeat(32);

/** The nearest span that is active here, ours or OpenTelemetry's; `null` when there is none. Never throws. */
export function findActiveParent(): ParentLink | null {
  const manager = findContextManager();
  return (manager && findOtelParent(() => manager.active())) ?? runtime.activeSpan.getStore() ?? null;
}

function findOtelParent(readContext: () => OtelContext): ParentLink | undefined {
  try {
    const context = readContext();
    const span = context.getValue(otelSpanKey) as OtelSpan | undefined;
    if (!span) return undefined;
    const bridged = findBridgedLink(span);
    if (bridged) return bridged;
    const { traceId, spanId, traceFlags, traceState } = span.spanContext();
    if (traceId === invalidTraceId) return undefined;
    const isSampled = (traceFlags & sampledFlag) !== 0;
    const passedOn = { isSampled, traceState: traceState?.serialize(), baggage: readBaggage(context) };
    return { traceId, spanId, passedOn };
  } catch {
    return undefined;
  }
}

/** Runs `work` where OpenTelemetry sees our span as the active one. */
export function runInOtelContext<Result>(
  manager: OtelContextManager,
  link: ParentLink,
  work: () => Result,
): Result {
  const context = manager.active().setValue(otelSpanKey, link.otelSpan ?? new BridgeSpan(link));
  return manager.with(context, work);
}

interface OtelBaggage {
  getAllEntries(): [key: string, entry: { value: string; metadata?: { toString(): string } }][];
}

/** https://www.w3.org/TR/baggage/ */
function readBaggage(context: OtelContext): string | undefined {
  const baggage = context.getValue(otelBaggageKey) as OtelBaggage | undefined;
  const entries = baggage?.getAllEntries().map(([key, { value, metadata }]) => {
    const properties = metadata === undefined ? '' : `;${metadata.toString()}`;
    return `${encodeURIComponent(key)}=${encodeURIComponent(value)}${properties}`;
  });
  return entries?.join(',') || undefined;
}
