import type { JsonObject } from '@outcrop/protocol';
import { isRecord } from '../conversation/parse-field.ts';
import type { EmbeddingModel } from './embedding-model.ts';

// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html
const mostTexts = 96;

/** Cohere's Embed of version 3 and 4. */
export const cohereEmbedding: EmbeddingModel = {
  match: /^cohere\.embed-/,
  buildBodies({ texts, dimensions, inputType = 'search_document' }, context, modelId) {
    const takesDimensions = modelId.includes('embed-v4');
    if (dimensions !== undefined && !takesDimensions) {
      context.drop('dimensions', 'this model has vectors of one length');
    }
    const bodies: JsonObject[] = [];
    for (let start = 0; start < texts.length; start += mostTexts) {
      const body: JsonObject = {
        texts: texts.slice(start, start + mostTexts),
        input_type: inputType,
        embedding_types: ['float'],
      };
      if (dimensions !== undefined && takesDimensions) body.output_dimension = dimensions;
      bodies.push(body);
    }
    return bodies;
  },
  readVectors({ embeddings }) {
    const vectors = isRecord(embeddings) ? embeddings.float : embeddings;
    return Array.isArray(vectors) ? (vectors as number[][]) : [];
  },
};
