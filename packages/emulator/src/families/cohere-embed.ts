import { countTokens } from '../answer/tokenize.ts';
import { asArray, asNumber, asStrings, digestJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { invalidRequest } from '../service-error.ts';
import { embedText } from './embedding.ts';
import type { DirectFamily } from './family.ts';
import { missingKey } from './missing-key.ts';

const maximumItems = 96;

/** Any other type, such as `float`, is the vector itself. */
const convertToType: Readonly<Record<string, (vector: number[]) => number[]>> = {
  int8: (vector) => vector.map((value) => Math.round(value * 127)),
  uint8: (vector) => vector.map((value) => Math.round(value * 127) + 128),
};

export const cohereEmbed: DirectFamily = {
  kind: 'direct',
  name: 'cohere-embed',
  matchesModel: (modelName) => modelName.startsWith('cohere.embed'),
  matchesBody: (body) => 'input_type' in body && ('texts' in body || 'inputs' in body || 'images' in body),
  answer(body) {
    const items = [
      ...asStrings(body.texts),
      ...asStrings(body.images),
      ...asArray(body.inputs).map((item) => JSON.stringify(item)),
    ];
    if (typeof body.input_type !== 'string') {
      throw missingKey('input_type');
    }
    if (items.length === 0 || items.length > maximumItems) {
      throw invalidRequest(
        `Malformed input request: #/texts: expected between 1 and ${maximumItems} items, found: ${items.length}, please reformat your input and try again.`,
      );
    }
    const vectors = items.map((item) => embedText(item, asNumber(body.output_dimension) ?? 1024));
    const inputTokens = items.reduce((sum, item) => sum + countTokens(item), 0);
    return {
      body: { ...renderVectors(vectors, body), id: digestJson(body).toString('hex').slice(0, 32) },
      inputTokens,
    };
  },
};

function renderVectors(vectors: number[][], body: JsonObject): JsonObject {
  const texts = asStrings(body.texts);
  const types = asStrings(body.embedding_types);
  if (types.length === 0) return { embeddings: vectors, response_type: 'embeddings_floats', texts };
  const embeddings = Object.fromEntries(
    types.map((type) => [type, vectors.map((vector) => convertToType[type]?.(vector) ?? vector)]),
  );
  return { embeddings, response_type: 'embeddings_by_type', texts };
}
