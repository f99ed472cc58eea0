import { mapFormatToContentType } from '@outcrop/protocol';

/** What the block around some bytes says of them. */
export interface BlockDescription {
  contentType?: string;
  name?: string;
}

/** How far up: bytes, their source, the block, the union around the block. */
const maxLevels = 3;
const typeKeys = ['format', 'media_type', 'mediaType', 'contentType', 'content_type', 'mimeType', 'type'];
const nameKeys = ['name', 'filename', 'fileName', 'title', 'identifier'];
const audioKeys = ['audio', 'input_audio', 'inputAudio'];

/**
 * Reads the declared type and name from the objects around some bytes, innermost last, up to the list that the block is
 * an item of. Whichever client made the block, it names these things beside its bytes or around them.
 */
export function describeBlock(ancestors: readonly object[]): BlockDescription {
  const levels = listLevels(ancestors);
  const medium = levels.some((level) => audioKeys.some((key) => key in level)) ? 'audio' : 'video';
  return {
    contentType: findText(levels, typeKeys, (text) => mapFormatToContentType(text, medium)),
    name: findText(levels, nameKeys, (text) => text),
  };
}

function listLevels(ancestors: readonly object[]): Record<string, unknown>[] {
  const levels: Record<string, unknown>[] = [];
  for (let index = ancestors.length - 1; index >= 0 && levels.length < maxLevels; index -= 1) {
    const level = ancestors[index];
    if (level === undefined || Array.isArray(level)) break;
    levels.push(level as Record<string, unknown>);
  }
  return levels;
}

function findText(
  levels: readonly Record<string, unknown>[],
  keys: readonly string[],
  map: (text: string) => string | undefined,
): string | undefined {
  for (const level of levels) {
    for (const key of keys) {
      const text = level[key];
      const mapped = typeof text === 'string' && text !== '' ? map(text) : undefined;
      if (mapped !== undefined) return mapped;
    }
  }
  return undefined;
}
