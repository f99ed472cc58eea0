import type { Span, SpanEvent } from '@outcrop/protocol';

import { readNumber, readString } from '../../../lib/json-value.ts';

/** A failed attempt that another one followed. */
export interface Retry {
  attempt: number | undefined;
  errorType: string;
  message: string | undefined;
  status: number | undefined;
  /** Until the next attempt. */
  delayMs: number | undefined;
}

/** Undefined for what is no retry. */
export function readRetry({ name, attributes }: SpanEvent): Retry | undefined {
  if (name !== 'retry') return undefined;
  return {
    attempt: readNumber(attributes['attempt']),
    errorType: readString(attributes['error_type']) ?? 'an error',
    message: readString(attributes['error_message']),
    status: readNumber(attributes['status']),
    delayMs: readNumber(attributes['delay_ms']),
  };
}

export function countRetries(span: Span): number {
  return span.events.filter(({ name }) => name === 'retry').length;
}
