/** Where the text of messages may stand. */
export type MessageCapture = 'none' | 'span' | 'event' | 'span-and-event';

/** What OpenTelemetry's own environment variables ask of GenAI spans. */
export interface GenAiConventions {
  /** Whether names that were replaced are set beside the current ones. */
  hasOldNames: boolean;
  capture: MessageCapture;
}

const captures: Readonly<Record<string, MessageCapture>> = {
  true: 'span',
  span_only: 'span',
  event_only: 'event',
  span_and_event: 'span-and-event',
};

/**
 * `optIn` is OTEL_SEMCONV_STABILITY_OPT_IN: a list in which `gen_ai/dup` asks for old names as well. `capture` is
 * OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: `true`, `span_only`, `event_only`, `span_and_event`, else nothing.
 */
export function parseGenAiConventions(
  optIn: string | undefined,
  capture: string | undefined,
): GenAiConventions {
  const choices = optIn?.split(',').map((choice) => choice.trim()) ?? [];
  return {
    hasOldNames: choices.includes('gen_ai/dup'),
    capture: captures[capture?.trim().toLowerCase() ?? ''] ?? 'none',
  };
}
