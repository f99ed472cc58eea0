import type { JsonObject } from '@outcrop/protocol';
import type { EmbeddingModel } from './embedding-model.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html */
export const titanEmbedding: EmbeddingModel = {
  match: /^amazon\.titan-embed-/,
  buildBodies({ texts, dimensions, inputType }, context, modelId) {
    const isImageModel = modelId.includes('titan-embed-image');
    const takesDimensions = isImageModel || modelId.includes('titan-embed-text-v2');
    if (dimensions !== undefined && !takesDimensions) {
      context.drop('dimensions', 'this model has vectors of one length');
    }
    if (inputType !== undefined) context.drop('input_type', 'this model does not take it');
    return texts.map((inputText) => {
      const body: JsonObject = { inputText };
      if (dimensions === undefined || !takesDimensions) return body;
      if (isImageModel) body.embeddingConfig = { outputEmbeddingLength: dimensions };
      else body.dimensions = dimensions;
      return body;
    });
  },
  readVectors: (answer) => (Array.isArray(answer.embedding) ? [answer.embedding as number[]] : []),
};
