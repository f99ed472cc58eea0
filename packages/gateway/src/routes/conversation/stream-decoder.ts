import { createEventStreamDecoder, SseDecoder } from '@outcrop/bedrock';
import type { StreamTranslator } from '../../translate/create-stream-translator.ts';
import { type ModelFormatName, operationFormats } from '../../translate/registry.ts';

/** Takes a stream of Bedrock's in pieces and hands its events to the translator. */
export interface StreamDecoder {
  /** Throws when the stream is malformed. Whether it ended too soon is the translator's to say. */
  push(bytes: Uint8Array): void;
}

/** Bedrock's own APIs stream in AWS's frames, its OpenAI endpoint in server-sent events. */
export function createStreamDecoder(format: ModelFormatName, translator: StreamTranslator): StreamDecoder {
  if (!Object.hasOwn(operationFormats, format)) {
    const decoder = new SseDecoder();
    return {
      push: (bytes) => {
        for (const payload of decoder.push(bytes)) translator.pushPayload(payload);
      },
    };
  }
  const decoder = createEventStreamDecoder();
  return {
    push: (bytes) => {
      for (const message of decoder.push(bytes)) translator.push(message);
    },
  };
}
