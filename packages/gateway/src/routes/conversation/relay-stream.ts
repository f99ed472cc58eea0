import { GatewayError } from '../../gateway-error.ts';
import type { ClientExchange } from '../../http/client-exchange.ts';
import type { StreamTranslator } from '../../translate/create-stream-translator.ts';
import type { UpstreamBody } from '../../upstream/upstream-answer.ts';
import type { EventWriter } from './event-writer.ts';
import type { StreamDecoder } from './stream-decoder.ts';

export interface StreamRelay {
  exchange: ClientExchange;
  body: UpstreamBody;
  decoder: StreamDecoder;
  translator: StreamTranslator;
  writer: EventWriter;
}

/** How a stream ended that did not end well. */
export interface StreamFailure {
  error: GatewayError;
  reason: 'truncated' | 'exception';
}

/**
 * Passes a stream on until it is over, at the pace of the client. Resolves to how it failed, if it did: then the error was the
 * last that was emitted, nothing more is read, and what was emitted is still to be flushed.
 */
export function relayStream({
  exchange,
  body,
  decoder,
  translator,
  writer,
}: StreamRelay): Promise<StreamFailure | undefined> {
  const read = (chunk: Uint8Array): void => {
    try {
      decoder.push(chunk);
    } catch (cause) {
      translator.fail(describeMalformed(cause));
    }
  };
  return new Promise((resolve) => {
    let isOver = false;
    const end = (reason: StreamFailure['reason']): void => {
      isOver = true;
      const { failure } = writer;
      resolve(failure && { error: failure, reason });
    };
    exchange.onDrain(() => {
      if (!isOver) body.resume();
    });
    body.pipe({
      onData(chunk) {
        if (isOver) return true;
        read(chunk);
        if (!writer.failure) return writer.flush();
        body.abort();
        end('exception');
        return true;
      },
      onEnd() {
        if (isOver) return;
        translator.end();
        end('truncated');
      },
      onError(error) {
        if (isOver) return;
        translator.fail(describeBreak(error));
        end('truncated');
      },
    });
  });
}

function describeMalformed(cause: unknown): GatewayError {
  return new GatewayError("Bedrock's stream cannot be read from here on.", {
    status: 502,
    code: 'stream_malformed',
    cause,
  });
}

/** In the middle of an answer the way to Bedrock was right, so that its setting is not what to look at. */
function describeBreak(error: GatewayError): GatewayError {
  if (error.code !== 'upstream_unreachable') return error;
  return new GatewayError("Bedrock's connection broke before the answer was complete.", {
    status: 502,
    code: 'stream_truncated',
    cause: error,
  });
}
