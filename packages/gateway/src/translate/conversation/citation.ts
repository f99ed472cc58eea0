/** What a piece of an answer rests on. Positions count from the start of the document. */
export interface Citation {
  citedText: string;
  title?: string;
  source?: string;
  location: CitationLocation;
}

export type CitationLocation =
  | { kind: 'char' | 'page' | 'chunk'; documentIndex: number; start: number; end: number }
  | { kind: 'search-result'; resultIndex: number; start: number; end: number }
  | { kind: 'web'; url: string }
  | { kind: 'unknown' };
