import type { Citation, CitationLocation } from '../conversation/citation.ts';
import type { ConverseCitation, ConverseSearchSpan, ConverseSpan } from './converse-response.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Citation.html */
export function readCitation(citation: ConverseCitation): Citation {
  return {
    citedText: (citation.sourceContent ?? []).map(({ text = '' }) => text).join(''),
    title: citation.title,
    source: citation.source,
    location: readLocation(citation.location),
  };
}

function readLocation({
  documentChar,
  documentPage,
  documentChunk,
  searchResultLocation,
  web,
}: NonNullable<ConverseCitation['location']> = {}): CitationLocation {
  if (documentChar) return readSpan('char', documentChar);
  if (documentPage) return readSpan('page', documentPage);
  if (documentChunk) return readSpan('chunk', documentChunk);
  if (searchResultLocation) return readSearchResult(searchResultLocation);
  return web?.url === undefined ? { kind: 'unknown' } : { kind: 'web', url: web.url };
}

function readSearchResult({
  searchResultIndex = 0,
  start = 0,
  end = 0,
}: ConverseSearchSpan): CitationLocation {
  return { kind: 'search-result', resultIndex: searchResultIndex, start, end };
}

function readSpan(kind: 'char' | 'page' | 'chunk', span: ConverseSpan): CitationLocation {
  const { documentIndex = 0, start = 0, end = 0 } = span;
  return { kind, documentIndex, start, end };
}
