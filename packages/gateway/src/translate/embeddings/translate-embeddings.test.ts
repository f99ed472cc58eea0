import type OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { type EmbeddingsAnswer, translateEmbeddings } from './translate-embeddings.ts';

// OpenAI's type knows vectors of numbers only, though its API gives base64 as well.
type Promised = Omit<OpenAI.CreateEmbeddingResponse, 'data'>;
const asOpenAi = (answer: EmbeddingsAnswer): Promised => answer;

const embedFirst = (isStrict: boolean) =>
  translateEmbeddings({ input: 'a', dimensions: 256 }, 'amazon.titan-embed-text-v1', isStrict);
const embed = (input: unknown, model = 'amazon.titan-embed-text-v2:0') =>
  translateEmbeddings({ input }, model);

describe('embeddings', () => {
  test('Titan embeds one text a call and counts in its body', () => {
    const translated = translateEmbeddings(
      { model: 'titan', input: ['a', 'b'], dimensions: 256 },
      'amazon.titan-embed-text-v2:0',
    );
    expect(translated.bodies).toEqual([
      { inputText: 'a', dimensions: 256 },
      { inputText: 'b', dimensions: 256 },
    ]);
    const answer = translated.buildAnswer([
      { body: { embedding: [1, 2], inputTextTokenCount: 3 }, headers: {} },
      { body: { embedding: [3, 4], inputTextTokenCount: 4 }, headers: {} },
    ]);
    expect(asOpenAi(answer)).toMatchObject({
      object: 'list',
      model: 'titan',
      usage: { prompt_tokens: 7, total_tokens: 7 },
    });
    expect(answer.data).toEqual([
      { object: 'embedding', index: 0, embedding: [1, 2] },
      { object: 'embedding', index: 1, embedding: [3, 4] },
    ]);
  });

  test('Titan of the first version has one length, and says so', () => {
    expect(embedFirst(false)).toMatchObject({
      bodies: [{ inputText: 'a' }],
      dropped: [{ field: 'dimensions', kind: 'dropped' }],
    });
    expect(() => embedFirst(true)).toThrow(/dimensions: this model has vectors of one length/);
  });

  test('Cohere takes 96 texts a call and is counted by its headers', () => {
    const input = Array.from({ length: 100 }, (_, index) => `text ${index}`);
    const { bodies, buildAnswer } = translateEmbeddings({ input }, 'us.cohere.embed-v4:0');
    expect(bodies.map((body) => (body.texts as string[]).length)).toEqual([96, 4]);
    expect(bodies[0]).toMatchObject({ input_type: 'search_document', embedding_types: ['float'] });
    const answer = buildAnswer([
      { body: { embeddings: { float: [[1]] } }, headers: { 'x-amzn-bedrock-input-token-count': '5' } },
      { body: { embeddings: [[2]] }, headers: { 'x-amzn-bedrock-input-token-count': '6' } },
    ]);
    expect(answer.data.map((item) => item.embedding)).toEqual([[1], [2]]);
    expect(answer.usage.prompt_tokens).toBe(11);
  });

  test('Nova, with vectors in base64 as the client asks by default', () => {
    const translated = translateEmbeddings(
      { input: 'a', encoding_format: 'base64', input_type: 'search_query' },
      'amazon.nova-2-multimodal-embeddings-v1:0',
    );
    expect(translated.bodies[0]).toMatchObject({
      taskType: 'SINGLE_EMBEDDING',
      singleEmbeddingParams: { embeddingPurpose: 'TEXT_RETRIEVAL', text: { value: 'a' } },
    });
    const { data } = translated.buildAnswer([
      { body: { embeddings: [{ embeddingType: 'TEXT', embedding: [0.5, -1] }] }, headers: {} },
    ]);
    const bytes = Buffer.from(String(data[0]?.embedding), 'base64');
    expect([bytes.readFloatLE(0), bytes.readFloatLE(4)]).toEqual([0.5, -1]);
  });

  test('what cannot be embedded is refused by name', () => {
    expect(() => embed([1, 2])).toThrow(/input: tokens cannot be sent/);
    expect(() => embed('')).toThrow(/input: is empty/);
    expect(() => embed(['a', ' '])).toThrow(/input\[1\]: is empty/);
    expect(() => embed('a', 'amazon.nova-pro-v1:0')).toThrow(
      /model: "amazon.nova-pro-v1:0" gives no embeddings/,
    );
  });
});
