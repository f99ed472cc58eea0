import { Type } from 'typebox';
import {
  modelFormatNames,
  type ModelFormatName,
  type ModelFormatSuggestion,
  type ModelInput,
  type ModelList,
  type ModelSummary,
} from '@outcrop/protocol';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOrSession } from '../openapi/security.ts';

const nullable = (type: string, description?: string) =>
  Type.Unsafe({ type: [type, 'null'], ...(description && { description }) });
const format = Type.Unsafe<ModelFormatName>({ type: 'string', enum: [...modelFormatNames] });

export const modelSummarySchema = Type.Object(
  {
    name: Type.String({ description: 'What clients call it.' }),
    display_name: nullable('string'),
    model_id: Type.String({ description: 'Bedrock’s id or ARN.' }),
    format,
    source: Type.Unsafe({ type: 'string', enum: ['registry', 'custom'] }),
    id: nullable('string', 'Of a model added by hand.'),
    project: nullable('string', 'To which a model added by hand is bound; null: every project.'),
    provider_id: nullable('string', 'To which a model added by hand is bound; null: every provider.'),
    provider_ids: Type.Array(Type.String(), { description: 'In the order in which they are tried.' }),
    profile_scope: nullable('string', 'Such as us or global.'),
    mode: nullable('string'),
    context_window: nullable('integer'),
    max_output_tokens: nullable('integer'),
    abilities: Type.Array(Type.String()),
    prices: Type.Unsafe({
      anyOf: [
        { type: 'null' },
        Type.Object(
          {
            input: Type.Number(),
            output: Type.Number(),
            cache_read: nullable('number'),
            cache_write: nullable('number'),
          },
          { additionalProperties: false, description: 'US dollars for a million tokens.' },
        ),
      ],
    }),
    is_available: nullable('boolean', 'Whether the account can see it; null while that is not known.'),
  },
  { $id: 'ModelSummary', additionalProperties: false },
);

export const modelListSchema = Type.Object(
  { models: Type.Array(Type.Unsafe({ $ref: 'ModelSummary#' })) },
  { $id: 'ModelList', additionalProperties: false },
);

export const modelFormatSchema = Type.Object(
  {
    format,
    base_model_id: nullable('string', 'The model behind an ARN, where it could be found.'),
    reason: Type.String(),
  },
  { $id: 'ModelFormatSuggestion', additionalProperties: false },
);

const nullableInput = (description: string, maxLength: number) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength, description });
const inputFields = {
  name: Type.String({ minLength: 1, maxLength: 300, pattern: '^\\S+$' }),
  model_id: Type.String({ minLength: 1, maxLength: 2048, pattern: '^\\S+$' }),
  format,
  project: nullableInput('null: for every project.', 200),
  provider_id: nullableInput('null: every provider of the project.', 100),
};
const optionalFields = Type.Partial(Type.Object(inputFields)).properties;
const modelInput = Type.Unsafe<Pick<ModelInput, 'name' | 'model_id'> & Partial<ModelInput>>(
  Type.Object({ ...optionalFields, name: inputFields.name, model_id: inputFields.model_id }),
);
const modelChanges = Type.Unsafe<Partial<ModelInput>>(Type.Object(optionalFields));

const common = { tags: ['providers'], security: keyOrSession('admin') };
/** Whoever calls models, or reads of calls, may know which there are. */
const readable = { ...common, security: keyOrSession('read', 'gateway') };
const idParameter = Type.Object({ id: Type.String() });

export const listModelsSchema = {
  ...readable,
  operationId: 'listModels',
  summary: 'The models that the gateway serves, those added by hand first.',
  querystring: Type.Object({
    project: Type.Optional(
      Type.String({
        description: 'Absent: those of the providers for every project, and all added by hand.',
      }),
    ),
  }),
  response: { 200: answerOf<ModelList>('ModelList', 'The models.'), ...errorAnswers(400, 401, 403, 503) },
};

export const createModelSchema = {
  ...common,
  operationId: 'createModel',
  summary: 'Add a model by its id or ARN.',
  description: 'Without a format, the one that GET /api/models/format suggests.',
  body: modelInput,
  response: {
    201: answerOf<ModelSummary>('ModelSummary', 'Added.'),
    ...errorAnswers(400, 401, 403, 409, 503),
  },
};

export const updateModelSchema = {
  ...common,
  operationId: 'updateModel',
  summary: 'Change a model that was added by hand. What is left out stays as it was.',
  params: idParameter,
  body: modelChanges,
  response: {
    200: answerOf<ModelSummary>('ModelSummary', 'Changed.'),
    ...errorAnswers(400, 401, 403, 404, 409, 503),
  },
};

export const deleteModelSchema = {
  ...common,
  operationId: 'deleteModel',
  summary: 'Remove a model that was added by hand.',
  params: idParameter,
  response: { 204: Type.Null({ description: 'Removed.' }), ...errorAnswers(401, 403, 404, 503) },
};

export const getModelFormatSchema = {
  ...common,
  operationId: 'getModelFormat',
  summary: 'The format that a model is best asked in, and why.',
  querystring: Type.Object({
    model_id: Type.String({ minLength: 1, maxLength: 2048 }),
    provider_id: Type.Optional(Type.String({ description: 'Whose account is asked about an ARN.' })),
  }),
  response: {
    200: answerOf<ModelFormatSuggestion>('ModelFormatSuggestion', 'The format.'),
    ...errorAnswers(400, 401, 403, 503),
  },
};
