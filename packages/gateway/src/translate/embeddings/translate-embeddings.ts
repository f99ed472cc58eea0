import { parseModelId, readHeaderUsage } from '@outcrop/bedrock';
import type { JsonObject } from '@outcrop/protocol';
import { findCapabilities } from '../capabilities/find-capabilities.ts';
import {
  type Fields,
  isRecord,
  parseArray,
  parseOptionalString,
  parseOptionalTokens,
  parseRecord,
  parseString,
  parseWord,
  refuse,
} from '../conversation/parse-field.ts';
import { reportFields } from '../conversation/report-fields.ts';
import { type Notice, TranslationContext } from '../conversation/translation-context.ts';
import { cohereEmbedding } from './cohere-embedding.ts';
import type { EmbeddingModel } from './embedding-model.ts';
import { novaEmbedding } from './nova-embedding.ts';
import { titanEmbedding } from './titan-embedding.ts';

const embeddingModels: readonly EmbeddingModel[] = [cohereEmbedding, novaEmbedding, titanEmbedding];

/** One answer of InvokeModel. */
export interface InvokeAnswer {
  body: unknown;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
}

/** https://platform.openai.com/docs/api-reference/embeddings/object */
export interface EmbeddingsAnswer {
  object: 'list';
  model: string;
  data: { object: 'embedding'; index: number; embedding: number[] | string }[];
  usage: { prompt_tokens: number; total_tokens: number };
}

export interface TranslatedEmbeddings {
  /** Each is one call of InvokeModel; they may run at once. */
  bodies: JsonObject[];
  dropped: Notice[];
  /** Takes the answers in the order of the bodies. */
  buildAnswer: (answers: readonly InvokeAnswer[]) => EmbeddingsAnswer;
}

/** Translates OpenAI's `POST /v1/embeddings` for Titan, Cohere and Nova. Throws a 400 for other models. */
export function translateEmbeddings(value: unknown, modelId: string, isStrict = false): TranslatedEmbeddings {
  const body = parseRecord(value, '');
  const context = new TranslationContext(findCapabilities(modelId), isStrict);
  const { baseModelId = modelId } = parseModelId(modelId);
  const model =
    embeddingModels.find(({ match }) => match.test(baseModelId)) ??
    refuse('model', `"${modelId}" gives no embeddings`, 'model_not_found');
  const texts = parseTexts(body.input);
  const dimensions = parseOptionalTokens(body.dimensions, 'dimensions');
  const inputType = parseOptionalString(body.input_type, 'input_type');
  const encoding = parseWord(body.encoding_format ?? 'float', ['float', 'base64'], 'encoding_format');
  const bodies = model.buildBodies({ texts, dimensions, inputType }, context, baseModelId);
  reportFields(body, { read: readFields, dropped: { user: 'Bedrock has no place for it' } }, context);
  return {
    bodies,
    dropped: context.notices,
    buildAnswer: (answers) => ({
      object: 'list',
      model: parseOptionalString(body.model, 'model') ?? modelId,
      data: answers
        .flatMap((answer) => model.readVectors(parseRecord(answer.body, '')))
        .map((vector, index) => ({
          object: 'embedding',
          index,
          embedding: encoding === 'base64' ? encodeVector(vector) : vector,
        })),
      usage: countTokens(answers),
    }),
  };
}

const readFields = new Set(['model', 'input', 'dimensions', 'input_type', 'encoding_format']);

function parseTexts(input: unknown): string[] {
  const texts =
    typeof input === 'string'
      ? [input]
      : parseArray(input, 'input').map((text, index) => {
          if (typeof text === 'number' || Array.isArray(text)) {
            refuse('input', 'tokens cannot be sent to Bedrock: send text', 'unsupported_parameter');
          }
          return parseString(text, `input[${index}]`);
        });
  const empty = texts.findIndex((text) => text.trim() === '');
  if (texts.length === 0 || empty !== -1) refuse(texts.length < 2 ? 'input' : `input[${empty}]`, 'is empty');
  return texts;
}

/** OpenAI's form: 32-bit floats, the least significant byte first. */
function encodeVector(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64');
}

function countTokens(answers: readonly InvokeAnswer[]): EmbeddingsAnswer['usage'] {
  let tokens = 0;
  for (const { body, headers } of answers) {
    tokens += readHeaderUsage(headers)?.inputTokens ?? findBodyTokens(isRecord(body) ? body : {});
  }
  return { prompt_tokens: tokens, total_tokens: tokens };
}

function findBodyTokens({ inputTextTokenCount }: Fields): number {
  return typeof inputTextTokenCount === 'number' ? inputTextTokenCount : 0;
}
