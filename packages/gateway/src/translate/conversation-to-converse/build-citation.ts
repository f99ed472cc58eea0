import type { JsonObject } from '@outcrop/protocol';
import type { Citation, CitationLocation } from '../conversation/citation.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Citation.html */
export function buildCitation(citation: Citation): JsonObject {
  const location = buildLocation(citation.location);
  const built: JsonObject = { sourceContent: [{ text: citation.citedText }] };
  if (citation.title !== undefined) built.title = citation.title;
  if (citation.source !== undefined) built.source = citation.source;
  if (location) built.location = location;
  return built;
}

const documentMembers = { char: 'documentChar', page: 'documentPage', chunk: 'documentChunk' };

function buildLocation(location: CitationLocation): JsonObject | undefined {
  switch (location.kind) {
    case 'char':
    case 'page':
    case 'chunk': {
      const { documentIndex, start, end } = location;
      return { [documentMembers[location.kind]]: { documentIndex, start, end } };
    }
    case 'search-result': {
      const { resultIndex, start, end } = location;
      return { searchResultLocation: { searchResultIndex: resultIndex, start, end } };
    }
    case 'web':
      return { web: { url: location.url } };
    case 'unknown':
      return undefined;
    default:
      return location satisfies never;
  }
}
