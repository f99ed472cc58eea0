import { expect, test } from 'vitest';
import { translateImages } from './translate-images.ts';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]).toString('base64');

test('Nova Canvas makes several images in one call', () => {
  const { bodies, buildAnswer } = translateImages(
    { prompt: 'a fox', n: 2, size: '1024x768', quality: 'hd', seed: 7, negative_prompt: 'snow' },
    'amazon.nova-canvas-v1:0',
  );
  expect(bodies).toEqual([
    {
      taskType: 'TEXT_IMAGE',
      textToImageParams: { text: 'a fox', negativeText: 'snow' },
      imageGenerationConfig: { numberOfImages: 2, width: 1024, height: 768, quality: 'premium', seed: 7 },
    },
  ]);
  expect(buildAnswer([{ images: [png, png] }], 5)).toEqual({
    created: 5,
    data: [{ b64_json: png }, { b64_json: png }],
  });
});

test('Stability makes one image a call, of the nearest shape', () => {
  const { bodies, dropped, buildAnswer } = translateImages(
    { prompt: 'a fox', n: 2, size: '1792x1024', seed: 7, response_format: 'url', style: 'vivid' },
    'stability.stable-image-ultra-v1:1',
  );
  expect(bodies).toEqual([
    { prompt: 'a fox', output_format: 'png', aspect_ratio: '16:9', seed: 7 },
    { prompt: 'a fox', output_format: 'png', aspect_ratio: '16:9', seed: 8 },
  ]);
  expect(dropped.map(({ field, kind }) => [field, kind])).toEqual([
    ['size', 'changed'],
    ['style', 'dropped'],
  ]);
  expect(buildAnswer([{ images: [png], finish_reasons: [null] }], 5).data).toEqual([
    { url: `data:image/png;base64,${png}` },
  ]);
});

test("a filter's refusal is an error, not an empty list", () => {
  const { buildAnswer } = translateImages({ prompt: 'a fox' }, 'stability.sd3-5-large-v1:0');
  expect(() => buildAnswer([{ images: [''], finish_reasons: ['Filter reason: prompt'] }], 5)).toThrow(
    /Filter reason: prompt/,
  );
});
