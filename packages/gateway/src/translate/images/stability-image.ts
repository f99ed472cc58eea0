import type { JsonObject } from '@outcrop/protocol';
import type { ImageModel } from './image-model.ts';

const ratios = ['16:9', '1:1', '21:9', '2:3', '3:2', '4:5', '5:4', '9:16', '9:21'] as const;

/** Stable Image and Stable Diffusion 3: https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-stable-ultra-text-image-request-response.html */
export const stabilityImage: ImageModel = {
  match: /^stability\.(sd3|stable-image-(core|ultra))/,
  buildBodies({ prompt, negativePrompt, count, width, height, quality, seed }, context) {
    const body: JsonObject = { prompt, output_format: 'png' };
    if (negativePrompt !== undefined) body.negative_prompt = negativePrompt;
    if (width !== undefined && height !== undefined) {
      body.aspect_ratio = findRatio(width / height);
      context.change('size', `became the nearest shape this model has, ${body.aspect_ratio}`);
    }
    if (quality !== undefined) context.drop('quality', 'this model has one quality');
    // Each call makes one image; with one seed they would all be the same.
    return Array.from({ length: count }, (_, index) =>
      seed === undefined ? body : { ...body, seed: seed + index },
    );
  },
  readImages({ images, finish_reasons: reasons }) {
    const refusal = Array.isArray(reasons) ? reasons.find((reason) => typeof reason === 'string') : undefined;
    return {
      images: Array.isArray(images) ? (images as string[]) : [],
      refusal: typeof refusal === 'string' ? refusal : undefined,
    };
  },
};

function findRatio(asked: number): string {
  const distance = (ratio: string): number => {
    const [width = 1, height = 1] = ratio.split(':').map(Number);
    return Math.abs(Math.log(width / height / asked));
  };
  return ratios.reduce((nearest, ratio) => (distance(ratio) < distance(nearest) ? ratio : nearest));
}
