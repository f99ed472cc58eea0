import { digestJson } from '../json.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * The property `p` that Bedrock adds to every event so that its length does not give away what was said. Of any length
 * from 3 to 62, the same for the same payload.
 */
export function padPayload(payload: Record<string, unknown>): Record<string, unknown> {
  const length = 3 + ((digestJson(payload)[0] ?? 0) % (alphabet.length - 2));
  return { ...payload, p: alphabet.slice(0, length) };
}
