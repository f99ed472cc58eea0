import { parseModelId } from '@outcrop/bedrock';
import type { JsonObject } from '@outcrop/protocol';
import { GatewayError } from '../../gateway-error.ts';
import { findCapabilities } from '../capabilities/find-capabilities.ts';
import {
  type Fields,
  parseOptionalNumber,
  parseOptionalString,
  parseOptionalTokens,
  parseRecord,
  parseString,
  refuse,
} from '../conversation/parse-field.ts';
import { type DroppedFields, reportFields } from '../conversation/report-fields.ts';
import { type Notice, TranslationContext } from '../conversation/translation-context.ts';
import { sniffFormat } from '../media/sniff-format.ts';
import { amazonImage } from './amazon-image.ts';
import type { ImageModel, ImageQuestion } from './image-model.ts';
import { stabilityImage } from './stability-image.ts';

const imageModels: readonly ImageModel[] = [amazonImage, stabilityImage];

// OpenAI's own limit.
const mostImages = 10;

/** https://platform.openai.com/docs/api-reference/images/object */
export interface ImagesAnswer {
  created: number;
  data: ({ b64_json: string } | { url: string })[];
}

export interface TranslatedImages {
  /** Each is one call of InvokeModel; they may run at once. */
  bodies: JsonObject[];
  dropped: Notice[];
  /** Takes the answers in the order of the bodies. Throws a 400 when the model's filter left no image. */
  buildAnswer: (answers: readonly unknown[], createdSeconds: number) => ImagesAnswer;
}

/** Translates OpenAI's `POST /v1/images/generations` for Titan, Nova Canvas and Stability. Throws a 400 for other models. */
export function translateImages(value: unknown, modelId: string, isStrict = false): TranslatedImages {
  const body = parseRecord(value, '');
  const context = new TranslationContext(findCapabilities(modelId), isStrict);
  const { baseModelId = modelId } = parseModelId(modelId);
  const model =
    imageModels.find(({ match }) => match.test(baseModelId)) ??
    refuse('model', `"${modelId}" makes no images`, 'model_not_found');
  const bodies = model.buildBodies(parseQuestion(body), context);
  const hasUrls = body.response_format === 'url';
  reportFields(body, { read: readFields, dropped: droppedFields }, context);
  return {
    bodies,
    dropped: context.notices,
    buildAnswer: (answers, created) => ({
      created,
      data: collectImages(model, answers).map((image) =>
        hasUrls ? { url: `data:image/${sniffFormat(image) ?? 'png'};base64,${image}` } : { b64_json: image },
      ),
    }),
  };
}

const readFields = new Set(
  'model prompt negative_prompt n size quality seed response_format stream'.split(' '),
);

const droppedFields: DroppedFields = {
  background: 'Bedrock has no such parameter',
  moderation: 'Bedrock has no such parameter',
  output_compression: 'Bedrock has no such parameter',
  output_format: 'Bedrock chooses the format',
  partial_images: 'Bedrock streams no images',
  style: 'Bedrock has no such parameter: put it into the prompt',
  user: 'Bedrock has no place for it',
};

function parseQuestion(body: Fields): ImageQuestion {
  if (body.stream === true) refuse('stream', 'Bedrock streams no images', 'unsupported_parameter');
  const count = parseOptionalTokens(body.n, 'n') ?? 1;
  if (count > mostImages) refuse('n', `must be at most ${mostImages}, not ${count}`);
  const quality = parseOptionalString(body.quality, 'quality');
  return {
    prompt: parseString(body.prompt, 'prompt'),
    negativePrompt: parseOptionalString(body.negative_prompt, 'negative_prompt'),
    count,
    ...parseSize(body.size),
    quality: quality === 'auto' ? undefined : quality,
    seed: parseOptionalNumber(body.seed, 'seed'),
  };
}

function parseSize(value: unknown): { width?: number; height?: number } {
  const size = parseOptionalString(value, 'size');
  if (size === undefined || size === 'auto') return {};
  const match = /^(\d{2,5})x(\d{2,5})$/.exec(size);
  if (!match) return refuse('size', `must be such as 1024x1024, not "${size}"`);
  return { width: Number(match[1]), height: Number(match[2]) };
}

function collectImages(model: ImageModel, answers: readonly unknown[]): string[] {
  const read = answers.map((answer) => model.readImages(parseRecord(answer, '')));
  const images = read
    .flatMap((one) => one.images)
    .filter((image) => typeof image === 'string' && image !== '');
  const refusal = read.find((one) => one.refusal !== undefined)?.refusal;
  if (images.length === 0) {
    throw new GatewayError(refusal ?? 'The model gave no image.', {
      status: refusal === undefined ? 502 : 400,
      code: refusal === undefined ? 'model_error' : 'content_policy_violation',
    });
  }
  return images;
}
