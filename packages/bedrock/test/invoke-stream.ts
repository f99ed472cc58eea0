import { invokeModelWithResponseStream } from '../src/operations/invoke-model-with-response-stream.ts';
import type { ResponseReading } from '../src/operations/operation.ts';

/** What our reader makes of a stream of these chunks; a string stands for a chunk's bytes, anything else for its JSON. */
export function readInvokeStream(chunks: readonly unknown[]): {
  reading: ResponseReading;
  content: boolean[];
} {
  const reader = invokeModelWithResponseStream.createStreamReader?.({ input: {}, metadata: {} });
  if (!reader) throw new Error('no stream reader');
  const content = chunks.map((chunk) => {
    const text = typeof chunk === 'string' ? chunk : JSON.stringify(chunk);
    return reader.read({ chunk: { bytes: new TextEncoder().encode(text) } });
  });
  return { reading: reader.result({}), content };
}
