import { BedrockError } from '../bedrock-error.ts';

/** The error for bytes that are no event stream. */
export function malformed(what: string): BedrockError {
  return new BedrockError(
    `[outcrop] malformed event stream: ${what}. The connection was cut or altered on the way, or this is not application/vnd.amazon.eventstream.`,
    { code: 'malformed_event_stream' },
  );
}
