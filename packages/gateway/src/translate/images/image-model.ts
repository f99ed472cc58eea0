import type { JsonObject } from '@outcrop/protocol';
import type { Fields } from '../conversation/parse-field.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';

/** What a client wants to see. */
export interface ImageQuestion {
  prompt: string;
  negativePrompt?: string;
  count: number;
  width?: number;
  height?: number;
  quality?: string;
  seed?: number;
}

export interface ReadImages {
  /** Base64. */
  images: string[];
  /** Why the model's filter kept an image back. */
  refusal?: string;
}

/** One maker's way of asking for images by InvokeModel. */
export interface ImageModel {
  /** Of the model's id without a profile's prefix. */
  match: RegExp;
  /** As many bodies as the model needs calls. */
  buildBodies(question: ImageQuestion, context: TranslationContext): JsonObject[];
  readImages(answer: Fields): ReadImages;
}
