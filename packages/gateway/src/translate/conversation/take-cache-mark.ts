import type { CacheMark, Part, TextPart } from './part.ts';

/** Inside a result Bedrock takes no cache points, so that a mark there is one on the result. */
export function takeCacheMark(parts: readonly Part[]): CacheMark | undefined {
  let cache: CacheMark | undefined;
  for (const part of parts as readonly TextPart[]) {
    if (part.cache) cache = part.cache;
    delete part.cache;
  }
  return cache;
}
