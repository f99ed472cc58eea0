import { type Fields, isRecord } from '../conversation/parse-field.ts';

/** The JSON that a chunk of InvokeModel's stream holds, in base64. */
export function readChunk(payload: unknown): Fields | undefined {
  if (!isRecord(payload) || typeof payload.bytes !== 'string') return undefined;
  const event: unknown = JSON.parse(Buffer.from(payload.bytes, 'base64').toString());
  return isRecord(event) ? event : undefined;
}
