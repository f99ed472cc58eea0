import type { Citation } from '../conversation/citation.ts';
import type { UrlAnnotation } from './chat-completion.ts';

/** OpenAI's form of a citation, which it has for addresses only. Positions are those of the citing text in the answer. */
export function findAnnotation(citation: Citation, start: number, end: number): UrlAnnotation | undefined {
  if (citation.location.kind !== 'web') return undefined;
  const { url } = citation.location;
  return {
    type: 'url_citation',
    url_citation: { url, title: citation.title ?? url, start_index: start, end_index: end },
  };
}
