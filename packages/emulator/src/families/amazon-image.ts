import { isBlocked } from '../answer/guardrail.ts';
import { asNumber, asObject, canonicalJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { invalidRequest } from '../service-error.ts';
import { drawImage } from './draw-image.ts';
import type { DirectFamily } from './family.ts';
import { missingKey } from './missing-key.ts';

const defaultPixels = 1024;
const mostImages = 5;

/** Where each task has its words. */
const paramsOfTask: Readonly<Record<string, string>> = {
  TEXT_IMAGE: 'textToImageParams',
  COLOR_GUIDED_GENERATION: 'colorGuidedGenerationParams',
  IMAGE_VARIATION: 'imageVariationParams',
  INPAINTING: 'inPaintingParams',
  OUTPAINTING: 'outPaintingParams',
  BACKGROUND_REMOVAL: 'backgroundRemovalParams',
};

/** Titan's generator and Nova Canvas: https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html */
export const amazonImage: DirectFamily = {
  kind: 'direct',
  name: 'amazon-image',
  matchesModel: (modelName) => /^amazon\.(?:titan-image|nova-canvas)/u.test(modelName),
  matchesBody: (body) => typeof body.taskType === 'string' && body.taskType in paramsOfTask,
  answer(body) {
    const text = readText(body);
    if (isBlocked(text)) {
      throw invalidRequest(
        'This request has been blocked by our content filters. Please adjust your text prompt to submit a new request.',
      );
    }
    const { width, height, numberOfImages, ...settings } = asObject(body.imageGenerationConfig);
    const count = asNumber(numberOfImages) ?? 1;
    if (count < 1 || count > mostImages) {
      throw invalidRequest(
        `Malformed input request: #/imageGenerationConfig/numberOfImages: ${count} is not between 1 and ${mostImages}, please reformat your input and try again.`,
      );
    }
    const images = Array.from({ length: count }, (_, index) =>
      drawImage({
        subject: canonicalJson([text, settings, index]),
        width: asNumber(width) ?? defaultPixels,
        height: asNumber(height) ?? defaultPixels,
      }),
    );
    return { body: { images } };
  },
};

function readText(body: JsonObject): string {
  const task = typeof body.taskType === 'string' ? body.taskType : '';
  const name = paramsOfTask[task];
  if (name === undefined) throw missingKey('taskType');
  const { text, image } = asObject(body[name]);
  if (typeof text === 'string' && text !== '') return text;
  if (task === 'TEXT_IMAGE') throw missingKey('text');
  return canonicalJson(image ?? null);
}
