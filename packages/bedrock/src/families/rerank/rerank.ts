import { readArray, readRecord } from '../../read-value.ts';
import type { BedrockFamily } from '../family.ts';

/** More documents are billed as more queries. https://aws.amazon.com/bedrock/pricing/ */
const documentsPerQuery = 100;

/** Cohere's and Amazon's rerank models: https://docs.aws.amazon.com/bedrock/latest/userguide/rerank-supported.html */
export const rerank: BedrockFamily = {
  name: 'rerank',
  matchesRequest: (body) => typeof body.query === 'string' && Array.isArray(body.documents),
  matchesResponse: (body) => typeof readRecord(readArray(body.results)[0]).relevance_score === 'number',
  readRequest: () => ({ parameters: {} }),
  readResponse: ({ results }) => ({
    metrics: { search_queries: Math.ceil(readArray(results).length / documentsPerQuery) },
  }),
};
