import { createEventStreamDecoder } from '@outcrop/bedrock';

import { asObject, asString } from '../json.ts';
import type { JsonObject } from '../json.ts';

/**
 * The events of a bidirectional request as they arrive. The AWS SDK puts each one into a second message that carries its
 * signature; an empty one says that the input has ended. Ends quietly when the client leaves.
 */
export async function* readSonicEvents(incoming: AsyncIterable<Uint8Array>): AsyncGenerator<JsonObject> {
  const decoder = createEventStreamDecoder();
  try {
    for await (const bytes of incoming) {
      for (const { headers, body } of decoder.push(bytes)) {
        if (body.byteLength === 0) return;
        yield parseChunk(':event-type' in headers ? body : unwrap(body));
      }
    }
  } catch {
    // A client that resets its stream is gone: what it sent until then has been answered.
  }
}

function unwrap(signed: Uint8Array): Uint8Array {
  const [message] = createEventStreamDecoder().push(signed);
  return message?.body ?? new Uint8Array();
}

function parseChunk(body: Uint8Array): JsonObject {
  const { bytes } = asObject(JSON.parse(Buffer.from(body).toString('utf8')));
  return asObject(asObject(JSON.parse(Buffer.from(asString(bytes), 'base64').toString('utf8'))).event);
}
