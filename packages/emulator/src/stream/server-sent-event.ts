import type { Frame } from './frame.ts';

/** https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface ServerSentEvent {
  /** Absent where only the data says what it is. */
  event?: string;
  /** Sent as JSON; text as it is, such as OpenAI's `[DONE]`. */
  data: Record<string, unknown> | string;
  /** Generated tokens it carries, for pacing. */
  tokens: number;
}

export function encodeServerSentEvent({ event, data, tokens }: ServerSentEvent): Frame {
  const name = event === undefined ? '' : `event: ${event}\n`;
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return { bytes: Buffer.from(`${name}data: ${text}\n\n`), tokens };
}

/** The same event with its JSON cut short. */
export function breakServerSentEvent(frame: Frame): Frame {
  const text = Buffer.from(frame.bytes).toString('utf8').trimEnd();
  return { ...frame, bytes: Buffer.from(`${text.slice(0, -1)}\n\n`) };
}
