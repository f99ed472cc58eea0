import type { GatewayError } from '../../gateway-error.ts';

/** Reads the events of one of Bedrock's streams for the listener it was made with. */
export interface AnswerReader {
  /** `name` is the event's; `payload` its JSON. Events of unknown kinds are passed over. */
  read(name: string, payload: unknown): void;
  /** The stream broke off with an exception. */
  fail(error: GatewayError): void;
  /** The stream is over. Before its proper end this is an error for the listener. */
  end(): void;
}
