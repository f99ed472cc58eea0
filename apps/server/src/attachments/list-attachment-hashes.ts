import type { JsonValue, Span } from '@outcrop/protocol';

const sha256Pattern = /^[0-9a-f]{64}$/;

/** The attachments that a span refers to, by their SHA-256. */
export function listAttachmentHashes({ input, output, metadata }: Span): string[] {
  const hashes = new Set<string>();
  const waiting: JsonValue[] = [input ?? null, output ?? null, metadata];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const { type, sha256 } = value as { type?: unknown; sha256?: unknown };
    if (type === 'attachment' && typeof sha256 === 'string' && sha256Pattern.test(sha256)) hashes.add(sha256);
    for (const member of Object.values(value)) waiting.push(member);
  }
  return [...hashes];
}
