import { Type } from 'typebox';
import {
  connectionStepNames,
  providerAuthTypes,
  type ConnectionTest,
  type ProviderInput,
  type ProviderList,
  type ProviderSummary,
} from '@outcrop/protocol';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOrSession } from '../openapi/security.ts';

const nullableText = (description: string, maxLength = 2000) =>
  Type.Unsafe<string | null>({ type: ['string', 'null'], maxLength, description });
const text = (maxLength: number, description?: string) =>
  Type.String({ maxLength, ...(description && { description }) });

const settingFields = {
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  project: nullableText('null: for every project. A project’s own go before those for every project.', 200),
  region: text(40, 'Such as eu-central-1.'),
  api_base: nullableText('Instead of AWS’s own hosts, with or without a path.'),
  http_version: Type.Unsafe<'auto' | '1.1' | '2'>({
    type: 'string',
    enum: ['auto', '1.1', '2'],
    description: 'auto: HTTP/2 where an operation needs it.',
  }),
  include_default_models: Type.Boolean({ description: 'Whether it serves the models of the registry.' }),
  priority: Type.Integer({ minimum: -1000, maximum: 1000, description: 'Lower is tried first.' }),
  weight: Type.Number({
    minimum: 0,
    maximum: 1_000_000,
    description: 'Share of the calls among those of one priority.',
  }),
  is_enabled: Type.Boolean(),
};

// One object and not a choice of four: what is wrong with it is said by the code that knows the way, in its own words.
const authInputSchema = Type.Unsafe<ProviderInput['auth']>(
  Type.Object(
    {
      type: Type.Unsafe({ type: 'string', enum: [...providerAuthTypes] }),
      access_key_id: Type.Optional(text(200, 'Of iam_credentials.')),
      secret_access_key: Type.Optional(text(10_000, 'Of iam_credentials. Write-only.')),
      session_token: Type.Optional(nullableText('Of iam_credentials. Write-only; null removes it.', 10_000)),
      api_key: Type.Optional(text(10_000, 'Of api_key: an Amazon Bedrock API key. Write-only.')),
      role_arn: Type.Optional(text(2048, 'Of assume_role.')),
    },
    { description: 'How it authenticates. A secret that an update leaves out stays as it was.' },
  ),
);
const headersSchema = Type.Unsafe<Record<string, string>>({
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Added to every request; replaces all that there were. Write-only.',
});

const changeFields = {
  ...Type.Partial(Type.Object(settingFields)).properties,
  auth: Type.Optional(authInputSchema),
  headers: Type.Optional(headersSchema),
};
const providerInput = Type.Unsafe<ProviderInput>(
  Type.Object({
    ...changeFields,
    name: settingFields.name,
    region: settingFields.region,
    auth: authInputSchema,
  }),
);
const providerChanges = Type.Unsafe<Partial<ProviderInput>>(Type.Object(changeFields));

export const providerSummarySchema = Type.Object(
  {
    id: Type.String(),
    type: Type.Literal('bedrock'),
    ...settingFields,
    auth: Type.Object(
      {
        type: Type.Unsafe({ type: 'string', enum: [...providerAuthTypes] }),
        access_key_id: Type.Optional(Type.String()),
        has_session_token: Type.Optional(Type.Boolean()),
        key_hint: Type.Optional(Type.String()),
        expires_at: Type.Optional(
          Type.Unsafe({
            type: ['integer', 'null'],
            description: 'Microseconds since the Unix epoch, where the API key says it.',
          }),
        ),
        role_arn: Type.Optional(Type.String()),
        external_id: Type.Optional(Type.String()),
      },
      { additionalProperties: false },
    ),
    header_names: Type.Array(Type.String()),
    problem: nullableText('Why it cannot be used, such as a secret that cannot be opened.'),
    created_at: Type.Integer({ description: 'Microseconds since the Unix epoch.' }),
    updated_at: Type.Integer(),
  },
  { $id: 'ProviderSummary', additionalProperties: false, description: 'Without secrets.' },
);

export const providerListSchema = Type.Object(
  { providers: Type.Array(Type.Unsafe({ $ref: 'ProviderSummary#' })) },
  { $id: 'ProviderList', additionalProperties: false, description: 'In the order in which they are tried.' },
);

export const connectionTestSchema = Type.Object(
  {
    is_connected: Type.Boolean(),
    steps: Type.Array(
      Type.Object(
        {
          name: Type.Unsafe({ type: 'string', enum: [...connectionStepNames] }),
          status: Type.Unsafe({ type: 'string', enum: ['passed', 'failed', 'skipped'] }),
          message: Type.String(),
          error: Type.Unsafe({
            anyOf: [
              { type: 'null' },
              Type.Object(
                {
                  type: Type.String(),
                  message: Type.String(),
                  status: Type.Unsafe({ type: ['integer', 'null'] }),
                  way_out: Type.String(),
                },
                { additionalProperties: false },
              ),
            ],
          }),
          duration_ms: Type.Number(),
        },
        { additionalProperties: false },
      ),
    ),
  },
  {
    $id: 'ConnectionTest',
    additionalProperties: false,
    description: 'Steps after a failed one are skipped.',
  },
);

const common = { tags: ['providers'], security: keyOrSession('admin') };
const idParameter = Type.Object({ id: Type.String() });

export const listProvidersSchema = {
  ...common,
  operationId: 'listProviders',
  summary: 'The providers, without their secrets.',
  querystring: Type.Object({
    project: Type.Optional(
      Type.String({ description: 'Only those that serve the project: its own and those for every project.' }),
    ),
  }),
  response: {
    200: answerOf<ProviderList>('ProviderList', 'The providers.'),
    ...errorAnswers(400, 401, 403, 503),
  },
};

export const createProviderSchema = {
  ...common,
  operationId: 'createProvider',
  summary: 'Add a provider.',
  body: providerInput,
  response: {
    201: answerOf<ProviderSummary>('ProviderSummary', 'Created.'),
    ...errorAnswers(400, 401, 403, 409, 503),
  },
};

export const updateProviderSchema = {
  ...common,
  operationId: 'updateProvider',
  summary: 'Change a provider. What is left out stays as it was.',
  params: idParameter,
  body: providerChanges,
  response: {
    200: answerOf<ProviderSummary>('ProviderSummary', 'Changed.'),
    ...errorAnswers(400, 401, 403, 404, 409, 503),
  },
};

export const deleteProviderSchema = {
  ...common,
  operationId: 'deleteProvider',
  summary: 'Remove a provider, with the models that are bound to it.',
  params: idParameter,
  response: { 204: Type.Null({ description: 'Removed.' }), ...errorAnswers(401, 403, 404, 503) },
};

const testDescription =
  'With accept: application/x-ndjson the answer is the steps alone, one a line, each as it ends.';

export const testProviderInputSchema = {
  ...common,
  operationId: 'testProviderInput',
  summary: 'Test the connection of a provider that is not saved.',
  description: testDescription,
  body: providerInput,
  response: {
    200: answerOf<ConnectionTest>('ConnectionTest', 'What was found.'),
    ...errorAnswers(400, 401, 403, 503),
  },
};

export const testProviderSchema = {
  ...common,
  operationId: 'testProvider',
  summary: 'Test the connection of a provider, with changes that are not saved if there are any.',
  description: testDescription,
  params: idParameter,
  body: Type.Optional(Type.Union([providerChanges, Type.Null()])),
  response: {
    200: answerOf<ConnectionTest>('ConnectionTest', 'What was found.'),
    ...errorAnswers(400, 401, 403, 404, 503),
  },
};
