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
  /** The gateway's provider that it was made at, with its Region. */
  place: string | undefined;
}

/** Undefined for what is no retry. */
export function readRetry({ name, attributes }: SpanEvent): Retry | undefined {
  if (name !== 'retry') return undefined;
  const provider = readString(attributes['provider_name']);
  const region = readString(attributes['region']);
  return {
    attempt: readNumber(attributes['attempt']),
    errorType: readString(attributes['error_type']) ?? 'an error',
    message: readString(attributes['error_message']),
    status: readNumber(attributes['status']),
    delayMs: readNumber(attributes['delay_ms']),
    place: provider && region ? `${provider} (${region})` : provider,
  };
}

export function countRetries(span: Span): number {
  return span.events.filter(({ name }) => name === 'retry').length;
}
