import { ServerError } from '../server-error.ts';

/** A request that is not OTLP. `place` is a path such as `resourceSpans[0].scopeSpans`, or a byte position. */
export class MalformedOtlp extends ServerError {
  readonly place: string;
  readonly reason: string;

  constructor(place: string, reason: string) {
    super(`[outcrop] this is not an OTLP trace request: ${place} ${reason}`, {
      code: 'malformed_otlp',
      statusCode: 400,
    });
    this.place = place;
    this.reason = reason;
  }
}
