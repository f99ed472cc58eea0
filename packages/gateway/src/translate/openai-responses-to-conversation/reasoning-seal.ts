import type { RedactedThinkingPart, ThinkingPart } from '../conversation/part.ts';

const prefix = 'outcrop-1.';

/**
 * Packs reasoning into `encrypted_content`, the one field of a reasoning item that clients give back untouched. It is not
 * secret: what must not be read is encrypted by the model already.
 */
export function sealReasoning(part: ThinkingPart | RedactedThinkingPart): string | undefined {
  if (part.type === 'thinking' && part.signature === undefined) return undefined;
  return prefix + Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** Unpacks it; undefined when it was not packed here, as by another provider. */
export function openReasoning(sealed: string): ThinkingPart | RedactedThinkingPart | undefined {
  if (!sealed.startsWith(prefix)) return undefined;
  let part: unknown;
  try {
    part = JSON.parse(Buffer.from(sealed.slice(prefix.length), 'base64url').toString());
  } catch {
    return undefined;
  }
  return isReasoning(part) ? part : undefined;
}

function isReasoning(value: unknown): value is ThinkingPart | RedactedThinkingPart {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  if (value.type === 'redacted-thinking') return 'data' in value && typeof value.data === 'string';
  return value.type === 'thinking' && 'text' in value && typeof value.text === 'string';
}
