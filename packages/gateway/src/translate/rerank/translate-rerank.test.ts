import { expect, test } from 'vitest';
import { translateRerank } from './translate-rerank.ts';

const request = {
  query: 'q',
  documents: ['a', { text: 'b' }, { title: 'c' }],
  top_n: 9,
  return_documents: true,
};

test.each([
  ['cohere.rerank-v3-5:0', { api_version: 2 }],
  ['amazon.rerank-v1:0', {}],
])('%s', (modelId, fields) => {
  const { body, buildAnswer } = translateRerank(request, modelId);
  expect(body).toEqual({ query: 'q', documents: ['a', 'b', '{"title":"c"}'], top_n: 3, ...fields });
  const answer = buildAnswer({ results: [{ index: 1, relevance_score: 0.9 }] }, 'id');
  expect(answer).toEqual({
    id: 'id',
    model: modelId,
    results: [{ index: 1, relevance_score: 0.9, document: { text: 'b' } }],
    meta: { billed_units: { search_units: 1 } },
  });
});

test('refusals name the field', () => {
  expect(() => translateRerank({ query: 'q', documents: [] }, 'cohere.rerank-v3-5:0')).toThrow(
    /documents: is empty/,
  );
  expect(() => translateRerank({ query: 'q', documents: ['a'] }, 'meta.llama3-8b-instruct-v1:0')).toThrow(
    /does not rerank/,
  );
  expect(() => translateRerank({ ...request, max_tokens_per_doc: 5 }, 'amazon.rerank-v1:0', true)).toThrow(
    /max_tokens_per_doc/,
  );
});
