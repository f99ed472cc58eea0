import { type EventStreamMessage, findStringHeader } from '@outcrop/bedrock';
import type { EmitPayload, Reply } from './client-api.ts';
import type { AnswerRestoration } from './conversation/answer-restoration.ts';
import type { GatewayError } from '../gateway-error.ts';
import { readStreamException } from './errors/read-upstream-error.ts';
import {
  type ClientApiName,
  clientApis,
  findPassthrough,
  type ModelFormatName,
  modelFormats,
} from './registry.ts';

export interface StreamTranslation {
  from: ModelFormatName;
  to: ClientApiName;
  restoration: AnswerRestoration;
  reply: Reply;
  /** Bedrock's, for errors. */
  requestId?: string;
  /** Sees each message before it is translated, with its parsed body. */
  watch?: (message: EventStreamMessage, payload: unknown) => void;
}

export interface StreamTranslator {
  /** Takes one decoded message of Bedrock's event stream; what it becomes is emitted before this returns. */
  push(message: EventStreamMessage): void;
  /** Takes the data of one server-sent event, in which Bedrock's OpenAI endpoint streams. */
  pushPayload(payload: unknown): void;
  /** The connection broke. */
  fail(error: GatewayError): void;
  /** The stream is over: emits an error when the answer was not complete. */
  end(): void;
}

/** Translates a streamed answer event by event. */
export function createStreamTranslator(
  { from, to, restoration, reply, requestId, watch }: StreamTranslation,
  emit: EmitPayload,
): StreamTranslator {
  const reader =
    findPassthrough(to, from)?.createReader(reply, emit) ??
    modelFormats[from].createReader(clientApis[to].createStream(reply, emit), restoration);
  return {
    push(message) {
      const payload: unknown = message.body.length === 0 ? {} : JSON.parse(decodeText(message.body));
      watch?.(message, payload);
      const name = findStringHeader(message, ':event-type');
      if (name !== undefined) reader.read(name, payload);
      else reader.fail(readStreamException(findExceptionName(message), payload, requestId));
    },
    pushPayload: (payload) => reader.read('', payload),
    fail: (error) => reader.fail(error),
    end: () => reader.end(),
  };
}

/** A buffer's own way costs a fraction of what a TextDecoder's does for texts as short as these. */
function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.toString();
}

function findExceptionName(message: EventStreamMessage): string {
  return (
    findStringHeader(message, ':exception-type') ??
    findStringHeader(message, ':error-code') ??
    'internalServerException'
  );
}
