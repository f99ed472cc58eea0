import {
  createEventStreamDecoder,
  encodeEventStreamMessage,
  type EventStreamMessage,
} from '@outcrop/bedrock';
import { GatewayError } from '../gateway-error.ts';
import type { RouteRequest } from '../http/gateway-route.ts';
import { buildPath, findModel, streamAnswer } from './handle-native.ts';
import type { NativeOperation } from './native-operations.ts';
import { pickRequestHeaders } from './pass-headers.ts';

/** Passes events both ways at once. The client's are signed anew: its own signatures are for this gateway. */
export async function handleDuplex(operation: NativeOperation, request: RouteRequest): Promise<void> {
  const { exchange, parameters, startCall } = request;
  const encodedModel = parameters.model ?? '';
  const call = await startCall({
    api: { kind: 'native', command: operation.command },
    model: findModel(operation, encodedModel, Buffer.alloc(0)),
    isStream: true,
    body: Buffer.alloc(0),
  });
  const opened = await call.open((target) => ({
    path: buildPath(operation, exchange.path, { encodedModel, target }),
    headers: pickRequestHeaders(exchange.headers),
  }));
  const failed = new Promise<never>((_resolve, reject) => {
    const decoder = createEventStreamDecoder();
    opened.onDrain(() => exchange.resumeBody());
    exchange.pipeBody({
      onData(chunk) {
        try {
          let mayGoOn = true;
          for (const message of decoder.push(chunk)) {
            const event = unwrap(message);
            if (event.length > 0) mayGoOn = opened.write(event);
          }
          return mayGoOn;
        } catch (cause) {
          reject(refuseEvents(cause));
          return false;
        }
      },
      onEnd: () => opened.end(),
    });
  });
  const answer = await Promise.race([opened.answer, failed]);
  streamAnswer(exchange, call, answer);
}

/** The client's own event, out of the message that signs it, if one does. Empty when it says that no more come. */
function unwrap(message: EventStreamMessage): Uint8Array {
  return ':chunk-signature' in message.headers ? message.body : encodeEventStreamMessage(message);
}

function refuseEvents(cause: unknown): GatewayError {
  return new GatewayError('the body is no event stream.', { status: 400, code: 'invalid_request', cause });
}
