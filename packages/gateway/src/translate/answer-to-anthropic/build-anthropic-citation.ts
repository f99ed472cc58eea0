import type { JsonObject } from '@outcrop/protocol';
import type { Citation } from '../conversation/citation.ts';

/** https://platform.claude.com/docs/en/build-with-claude/citations */
export function buildAnthropicCitation({ citedText, title, source, location }: Citation): JsonObject {
  switch (location.kind) {
    case 'char':
    case 'page':
    case 'chunk': {
      const [type, start, end] = spanNames[location.kind];
      return {
        type,
        cited_text: citedText,
        document_index: location.documentIndex,
        document_title: title ?? null,
        [start]: location.start,
        [end]: location.end,
      };
    }
    case 'search-result':
      return {
        type: 'search_result_location',
        cited_text: citedText,
        source: source ?? '',
        title: title ?? null,
        search_result_index: location.resultIndex,
        start_block_index: location.start,
        end_block_index: location.end,
      };
    case 'web':
      return {
        type: 'web_search_result_location',
        cited_text: citedText,
        url: location.url,
        title: title ?? null,
        encrypted_index: '',
      };
    case 'unknown':
      return {
        type: 'char_location',
        cited_text: citedText,
        document_index: 0,
        document_title: title ?? null,
        start_char_index: 0,
        end_char_index: 0,
      };
    default:
      return location satisfies never;
  }
}

const spanNames = {
  char: ['char_location', 'start_char_index', 'end_char_index'],
  page: ['page_location', 'start_page_number', 'end_page_number'],
  chunk: ['content_block_location', 'start_block_index', 'end_block_index'],
} as const;
