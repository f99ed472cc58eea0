import { isBlocked } from '../answer/guardrail.ts';
import { asNumber, asString, canonicalJson, digestJson } from '../json.ts';
import { drawImage } from './draw-image.ts';
import type { DirectFamily } from './family.ts';
import { missingKey } from './missing-key.ts';

const pixelsOfSquare = 1024;

/** Stable Image and Stable Diffusion 3: https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-stability-diffusion.html */
export const stabilityImage: DirectFamily = {
  kind: 'direct',
  name: 'stability-image',
  matchesModel: (modelName) => modelName.startsWith('stability.'),
  matchesBody: (body) =>
    typeof body.prompt === 'string' && ('aspect_ratio' in body || 'output_format' in body),
  answer(body) {
    if (typeof body.prompt !== 'string' || body.prompt === '') throw missingKey('prompt');
    const seed = asNumber(body.seed) || digestJson(body).readUInt32BE(0);
    if (isBlocked(body.prompt)) {
      return { body: { seeds: [seed], finish_reasons: ['Filter reason: prompt'], images: [''] } };
    }
    const subject = canonicalJson([body.prompt, body.negative_prompt ?? null, seed]);
    const image = drawImage({ subject, ...findSize(asString(body.aspect_ratio)) });
    return { body: { seeds: [seed], finish_reasons: [null], images: [image] } };
  },
};

/** As many pixels in every shape, about. */
function findSize(ratio: string): { width: number; height: number } {
  const [, across, down] = /^(\d+):(\d+)$/u.exec(ratio) ?? [];
  const stretch = across && down ? Math.sqrt(Number(across) / Number(down)) : 1;
  return { width: Math.round(pixelsOfSquare * stretch), height: Math.round(pixelsOfSquare / stretch) };
}
