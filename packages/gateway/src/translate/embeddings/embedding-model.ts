import type { JsonObject } from '@outcrop/protocol';
import type { Fields } from '../conversation/parse-field.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';

/** What a client wants to have embedded. */
export interface EmbeddingQuestion {
  texts: string[];
  dimensions?: number;
  /** Cohere's word for what the vectors are for, such as `search_query`. */
  inputType?: string;
}

/** One maker's way of asking for embeddings by InvokeModel. */
export interface EmbeddingModel {
  /** Of the model's id without a profile's prefix. */
  match: RegExp;
  /** As many bodies as the model needs calls; vectors come back in the order of the texts. */
  buildBodies(question: EmbeddingQuestion, context: TranslationContext, modelId: string): JsonObject[];
  readVectors(answer: Fields): number[][];
}
