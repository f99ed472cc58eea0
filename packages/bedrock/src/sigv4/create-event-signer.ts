import { encodeEventStreamMessage } from '../event-stream/encode-event-stream-message.ts';
import { encodeHeaders } from '../event-stream/event-stream-header.ts';
import { hashHex } from './canonical-request.ts';
import type { AwsCredentials } from './sign-request.ts';
import { computeStringSignature, formatScope, formatTimestamp } from './signature.ts';

/** What a request whose events are signed one by one gives as the hash of its body. */
export const signedEventsHash = 'STREAMING-AWS4-HMAC-SHA256-EVENTS';

export interface EventSignerOptions {
  credentials: AwsCredentials;
  region: string;
  /** `bedrock` unless given. */
  service?: string;
  /** Of the request that the events belong to, hex. */
  requestSignature: string;
}

export interface EventSigner {
  /** Wraps an encoded message in one that is signed; an empty one says that no more come. In the order in which they are sent. */
  sign(message: Uint8Array, date?: Date): Uint8Array;
}

/** https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html#streaming-event-stream */
export function createEventSigner(options: EventSignerOptions): EventSigner {
  const { credentials, region, service = 'bedrock' } = options;
  let previous = options.requestSignature;
  return {
    sign(message, date = new Date()) {
      const timestamp = formatTimestamp(date);
      const scope = { date: timestamp.slice(0, 8), region, service };
      const headers = { ':date': { type: 'timestamp', value: date } } as const;
      previous = computeStringSignature(
        [
          'AWS4-HMAC-SHA256-PAYLOAD',
          timestamp,
          formatScope(scope),
          previous,
          hashHex(encodeHeaders(headers)),
          hashHex(message),
        ].join('\n'),
        { scope, secretAccessKey: credentials.secretAccessKey },
      );
      return encodeEventStreamMessage({
        headers: {
          ...headers,
          ':chunk-signature': { type: 'binary', value: Buffer.from(previous, 'hex') },
        },
        body: message,
      });
    },
  };
}
