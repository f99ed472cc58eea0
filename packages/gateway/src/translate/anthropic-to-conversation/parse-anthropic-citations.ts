import type { Citation, CitationLocation } from '../conversation/citation.ts';
import { type Fields, isRecord } from '../conversation/parse-field.ts';

/** Reads the citations of a text, of an answer or of one given back. What is missing is empty. */
export function parseAnthropicCitations(value: unknown): Citation[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.filter(isRecord).map(parseAnthropicCitation);
}

/** https://platform.claude.com/docs/en/build-with-claude/citations */
export function parseAnthropicCitation(citation: Fields): Citation {
  return {
    citedText: findString(citation.cited_text) ?? '',
    title: findString(citation.document_title) ?? findString(citation.title),
    source: findString(citation.source),
    location: parseLocation(citation),
  };
}

function parseLocation(citation: Fields): CitationLocation {
  switch (citation.type) {
    case 'char_location':
      return parseSpan('char', citation, ['start_char_index', 'end_char_index']);
    case 'page_location':
      return parseSpan('page', citation, ['start_page_number', 'end_page_number']);
    case 'content_block_location':
      return parseSpan('chunk', citation, ['start_block_index', 'end_block_index']);
    case 'search_result_location':
      return {
        kind: 'search-result',
        resultIndex: findNumber(citation.search_result_index),
        start: findNumber(citation.start_block_index),
        end: findNumber(citation.end_block_index),
      };
    case 'web_search_result_location':
      return { kind: 'web', url: findString(citation.url) ?? '' };
    default:
      return { kind: 'unknown' };
  }
}

function parseSpan(
  kind: 'char' | 'page' | 'chunk',
  citation: Fields,
  [start, end]: readonly [string, string],
): CitationLocation {
  return {
    kind,
    documentIndex: findNumber(citation.document_index),
    start: findNumber(citation[start]),
    end: findNumber(citation[end]),
  };
}

function findString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function findNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
