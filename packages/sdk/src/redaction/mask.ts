import type { JsonValue, SpanType } from '@outcrop/protocol';

/** The part of a span that a value is for. */
export type MaskedField = 'input' | 'output' | 'metadata' | 'error' | 'event';

export interface MaskContext {
  where: MaskedField;
  span: Readonly<{ traceId: string; spanId: string; name: string; type: SpanType }>;
}

/**
 * Gets a copy of what is about to be recorded and gives back what may be. It runs in the middle of the call, so it has to
 * be quick and synchronous; when it throws, the value is dropped. Attachments are references here: one that is not in
 * the result is not uploaded.
 */
export type Mask = (value: JsonValue, context: MaskContext) => unknown;
