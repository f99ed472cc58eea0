import type { JsonObject } from '../json.ts';

interface KnownDocument {
  uri: string;
  text: string;
}

/** What every emulated knowledge base holds. */
const documents: readonly KnownDocument[] = [
  {
    uri: 's3://emulator-documents/returns.md',
    text: 'Goods may be returned within 30 days of delivery. The refund is paid within five working days.',
  },
  {
    uri: 's3://emulator-documents/shipping.md',
    text: 'Orders placed before noon ship the same day. Delivery takes two days inland and a week abroad.',
  },
  {
    uri: 's3://emulator-documents/warranty.md',
    text: 'Every tool carries a warranty of three years against faults of material and work.',
  },
  {
    uri: 's3://emulator-documents/opening-hours.md',
    text: 'The shop is open from nine to six on weekdays and from ten to two on Saturday.',
  },
];

export interface FoundDocument {
  index: number;
  /** From 0 to 1. */
  score: number;
}

/** The documents that share most words with the query, best first; the same for the same query. */
export function rankTexts(query: string, texts: readonly string[]): FoundDocument[] {
  const asked = wordsOf(query);
  return texts
    .map((text, index) => {
      const words = wordsOf(text);
      const shared = [...asked].filter((word) => words.has(word)).length;
      return {
        index,
        score: Math.round((0.2 + (0.75 * shared) / Math.max(1, asked.size)) * 10_000) / 10_000,
      };
    })
    .sort((left, right) => right.score - left.score || left.index - right.index);
}

/** `retrievalResults` of Retrieve. */
export function searchKnowledge(query: string, numberOfResults: number): (JsonObject & { text: string })[] {
  const ranked = rankTexts(
    query,
    documents.map((document) => document.text),
  );
  return ranked.slice(0, numberOfResults).flatMap(({ index, score }) => {
    const document = documents[index];
    return document ? [{ ...document, score }] : [];
  });
}

/** As an agent's trace and a citation have it. */
export function renderReference({ uri, text }: JsonObject): JsonObject {
  return {
    content: { type: 'TEXT', text },
    location: { type: 'S3', s3Location: { uri } },
    metadata: { 'x-amz-bedrock-kb-source-uri': uri },
  };
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}{4,}/gu) ?? []);
}
