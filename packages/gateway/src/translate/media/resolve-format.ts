import { refuse } from '../conversation/parse-field.ts';
import type { MediaPart } from '../conversation/part.ts';
import { findFormat, listFormats } from './media-format.ts';
import { sniffFormat } from './sniff-format.ts';

/** The format Bedrock is told: that of the bytes where they show it, since clients are often wrong, else what was said. */
export function resolveFormat(part: MediaPart): string {
  const { source } = part;
  if (source.kind === 'text') return part.format ?? 'txt';
  const seen = source.kind === 'base64' ? findFormat(part.type, sniffFormat(source.data)) : undefined;
  return (
    seen ??
    part.format ??
    refuse(part.place, `is not a kind of ${part.type} that Bedrock takes: ${listFormats(part.type)}`)
  );
}
