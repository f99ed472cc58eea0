import type { JsonObject } from '@outcrop/protocol';
import type { ImageModel } from './image-model.ts';

/** Titan's generator and Nova Canvas: https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html */
export const amazonImage: ImageModel = {
  match: /^amazon\.(titan-image-generator|nova-canvas)/,
  buildBodies({ prompt, negativePrompt, count, width, height, quality, seed }) {
    const textToImageParams: JsonObject = { text: prompt };
    if (negativePrompt !== undefined) textToImageParams.negativeText = negativePrompt;
    const imageGenerationConfig: JsonObject = { numberOfImages: count };
    if (width !== undefined) imageGenerationConfig.width = width;
    if (height !== undefined) imageGenerationConfig.height = height;
    if (quality !== undefined) imageGenerationConfig.quality = isBest(quality) ? 'premium' : 'standard';
    if (seed !== undefined) imageGenerationConfig.seed = seed;
    return [{ taskType: 'TEXT_IMAGE', textToImageParams, imageGenerationConfig }];
  },
  readImages: ({ images, error }) => ({
    images: Array.isArray(images) ? (images as string[]) : [],
    refusal: typeof error === 'string' ? error : undefined,
  }),
};

function isBest(quality: string): boolean {
  return quality === 'hd' || quality === 'high' || quality === 'premium';
}
