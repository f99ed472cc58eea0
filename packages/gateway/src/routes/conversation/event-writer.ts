import type { GatewayError } from '../../gateway-error.ts';
import type { ClientExchange } from '../../http/client-exchange.ts';
import type { EmitPayload } from '../../translate/client-api.ts';

export interface EventWriterOptions {
  exchange: ClientExchange;
  /** One server-sent event; empty for a payload that the client does not get. */
  encode: (payload: object, failure: GatewayError | undefined) => string;
  /** Asked for when the answer begins. */
  buildHeaders: () => Record<string, string>;
}

/**
 * Writes a stream of server-sent events. What is emitted while one piece of Bedrock's stream is read goes out in one write;
 * the answer begins with the first of it, so that what fails before can still be answered with a status of its own.
 */
export class EventWriter {
  /** The first failure that was emitted. */
  failure: GatewayError | undefined;
  private text = '';
  private hasWritten = false;
  private readonly exchange: ClientExchange;
  private readonly encode: EventWriterOptions['encode'];
  private readonly buildHeaders: EventWriterOptions['buildHeaders'];

  constructor({ exchange, encode, buildHeaders }: EventWriterOptions) {
    this.exchange = exchange;
    this.encode = encode;
    this.buildHeaders = buildHeaders;
  }

  readonly emit: EmitPayload = (payload, failure) => {
    this.failure ??= failure;
    this.text += this.encode(payload, failure);
  };

  /** Writes what was emitted. False when the client reads slower than that. */
  flush(): boolean {
    if (this.text === '') return true;
    const { text } = this;
    this.text = '';
    return this.write(text);
  }

  /** Writes what was emitted and ends the answer. */
  end(lastEvent: string): void {
    this.begin();
    this.exchange.end(this.text + lastEvent);
    this.text = '';
  }

  /** Says that the stream is alive, when it was silent since the last time. */
  beat(): void {
    if (!this.hasWritten && !this.exchange.isClosed) this.write(': heartbeat\n\n');
    this.hasWritten = false;
  }

  private write(text: string): boolean {
    this.begin();
    this.hasWritten = true;
    return this.exchange.write(text);
  }

  private begin(): void {
    if (!this.exchange.isStarted) this.exchange.start(200, this.buildHeaders());
  }
}
