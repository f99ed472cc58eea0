import type { Weighted } from '../export/span-queue.ts';
import { encodeReadableSpan, encodeResource, encodeScope, type EncodedSpan } from './encode-readable-span.ts';
import type { IsRecorded } from './recorded-names.ts';
import type { ReadableAttributes, ReadableResource, ReadableSpan } from './readable-span.ts';

const spanOverheadBytes = 800;
const eventOverheadBytes = 200;

/** A span of OpenTelemetry that waits to be sent. It is encoded when it leaves, away from the app's own work. */
export interface PendingSpan extends Weighted {
  /** Settles when the span's resource is known in full. */
  ready(): Promise<void> | undefined;
  encode(): EncodedSpan;
}

/** Resources are few and live as long as the process. */
const encodedResources = new WeakMap<ReadableResource, Map<string, string>>();

export interface PendingSpanOptions {
  projectName: string;
  isRecorded: IsRecorded | undefined;
}

export function createPendingSpan(
  span: ReadableSpan,
  { projectName, isRecorded }: PendingSpanOptions,
): PendingSpan {
  // A span that still runs changes before it is sent, and another version of it follows.
  const early = span.ended ? undefined : encodeReadableSpan(span, isRecorded);
  return {
    byteLength: measure(span),
    ready: () =>
      span.resource.asyncAttributesPending ? span.resource.waitForAsyncAttributes?.() : undefined,
    encode: () => ({
      resource: findEncodedResource(span.resource, projectName),
      scope: encodeScope(span.instrumentationScope ?? span.instrumentationLibrary),
      span: early ?? encodeReadableSpan(span, isRecorded),
    }),
  };
}

export function restorePendingSpan(encoded: EncodedSpan): PendingSpan {
  return {
    byteLength: encoded.span.length + spanOverheadBytes,
    ready: () => undefined,
    encode: () => encoded,
  };
}

function findEncodedResource(resource: ReadableResource, projectName: string): string {
  const known = encodedResources.get(resource) ?? new Map<string, string>();
  encodedResources.set(resource, known);
  const text = known.get(projectName) ?? encodeResource(resource, projectName);
  if (!resource.asyncAttributesPending) known.set(projectName, text);
  return text;
}

function measure(span: ReadableSpan): number {
  let byteLength = spanOverheadBytes + measureAttributes(span.attributes);
  for (const { attributes = {} } of span.events)
    byteLength += eventOverheadBytes + measureAttributes(attributes);
  return byteLength;
}

function measureAttributes(attributes: ReadableAttributes): number {
  let byteLength = 0;
  for (const key in attributes) {
    const value = attributes[key];
    byteLength += key.length + (typeof value === 'string' || Array.isArray(value) ? value.length : 8);
  }
  return byteLength;
}
