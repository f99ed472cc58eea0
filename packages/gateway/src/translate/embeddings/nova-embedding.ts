import type { JsonObject } from '@outcrop/protocol';
import { isRecord } from '../conversation/parse-field.ts';
import type { EmbeddingModel } from './embedding-model.ts';

// Nova's own default, said because the API has none.
const defaultDimensions = 3072;

/** https://docs.aws.amazon.com/nova/latest/userguide/embeddings-schema.html */
export const novaEmbedding: EmbeddingModel = {
  match: /^amazon\.nova-.*embeddings/,
  buildBodies: ({ texts, dimensions = defaultDimensions, inputType }) =>
    texts.map((value): JsonObject => ({
      taskType: 'SINGLE_EMBEDDING',
      singleEmbeddingParams: {
        embeddingPurpose: (inputType && purposes[inputType]) ?? 'GENERIC_INDEX',
        embeddingDimension: dimensions,
        text: { truncationMode: 'END', value },
      },
    })),
  readVectors: ({ embeddings }) =>
    (Array.isArray(embeddings) ? embeddings : []).flatMap((item) =>
      isRecord(item) && Array.isArray(item.embedding) ? [item.embedding as number[]] : [],
    ),
};

const purposes: Readonly<Record<string, string>> = {
  search_document: 'GENERIC_INDEX',
  search_query: 'TEXT_RETRIEVAL',
  classification: 'CLASSIFICATION',
  clustering: 'CLUSTERING',
};
