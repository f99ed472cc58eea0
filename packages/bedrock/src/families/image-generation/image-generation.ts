import type { SpanMetrics } from '@outcrop/protocol';
import { readArray, readRecord, readString } from '../../read-value.ts';
import type { BedrockFamily } from '../family.ts';

const promptOptions = ['mode', 'aspect_ratio', 'output_format', 'negative_prompt', 'image'];

/**
 * Nova Canvas, Titan Image and Stability.
 * https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-stability-diffusion.html
 */
export const imageGeneration: BedrockFamily = {
  name: 'image-generation',
  matchesRequest: (body) =>
    typeof body.taskType === 'string' ||
    Array.isArray(body.text_prompts) ||
    (typeof body.prompt === 'string' && promptOptions.some((name) => name in body)),
  matchesResponse: (body) => Array.isArray(body.images) || Array.isArray(body.artifacts),
  readRequest: () => ({ parameters: {} }),
  // Stability says null for an image that went well.
  readResponse: (body) => ({
    stopReason:
      readString(readArray(body.finish_reasons)[0]) ??
      readString(readRecord(readArray(body.artifacts)[0]).finishReason) ??
      (typeof body.error === 'string' ? 'error' : undefined),
    metrics: countImages(body),
  }),
};

/** They are what is paid for. */
function countImages({ images, artifacts }: Record<string, unknown>): SpanMetrics | undefined {
  const { length } = readArray(images ?? artifacts);
  return length > 0 ? { generated_images: length } : undefined;
}
