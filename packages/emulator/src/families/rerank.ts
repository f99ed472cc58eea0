import { rankTexts } from '../agents/knowledge-base.ts';
import { asNumber, asStrings } from '../json.ts';
import type { DirectFamily } from './family.ts';
import { missingKey } from './missing-key.ts';

/** Cohere's and Amazon's rerankers: https://docs.aws.amazon.com/bedrock/latest/userguide/rerank-supported.html */
export const rerank: DirectFamily = {
  kind: 'direct',
  name: 'rerank',
  matchesModel: (modelName) => /^(?:cohere|amazon)\.rerank/u.test(modelName),
  matchesBody: (body) => 'query' in body && 'documents' in body,
  answer(body) {
    const documents = asStrings(body.documents);
    if (typeof body.query !== 'string') throw missingKey('query');
    if (documents.length === 0) throw missingKey('documents');
    const ranked = rankTexts(body.query, documents).slice(0, asNumber(body.top_n) ?? documents.length);
    return { body: { results: ranked.map(({ index, score }) => ({ index, relevance_score: score })) } };
  },
};
