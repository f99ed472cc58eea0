import { apiKeyScopes, type ApiKeyDefaults, type ApiKeyLimits, type ApiKeyScope } from '@outcrop/protocol';
import { Type } from 'typebox';
import { maxProjectNameLength } from '../ingest/project-name.ts';

const budget = (description: string) =>
  Type.Optional(Type.Unsafe<number | null>({ type: ['number', 'null'], exclusiveMinimum: 0, description }));
const count = (description: string) =>
  Type.Optional(Type.Unsafe<number | null>({ type: ['integer', 'null'], minimum: 1, description }));

const limits = Type.Object(
  {
    usd_per_day: budget('US dollars a day of UTC.'),
    usd_per_month: budget('US dollars a month of UTC.'),
    tokens_per_day: count('Tokens a day of UTC.'),
    tokens_per_month: count('Tokens a month of UTC.'),
    requests_per_minute: count('Requests a minute.'),
    tokens_per_minute: count('Tokens a minute.'),
    concurrent_requests: count('Requests at a time; more wait their turn.'),
  },
  { additionalProperties: false, description: 'Absent or null: no limit.' },
);
const nullable = (schema: object) => Type.Optional(Type.Unsafe<null>(schema));
const defaults = Type.Object(
  {
    cache: nullable({ enum: ['auto', 'always', null], description: 'As x-outcrop-cache says it.' }),
    cache_ttl_seconds: nullable({ type: ['integer', 'null'], minimum: 1, maximum: 604_800 }),
    fallback_models: nullable({
      type: ['array', 'null'],
      items: { type: 'string', minLength: 1, maxLength: 300, pattern: '^[^\\u0000-\\u001f]*$' },
      maxItems: 10,
      description: 'Tried in this order when no target of the model works.',
    }),
  },
  {
    additionalProperties: false,
    description: 'For calls that converse and do not say. Absent or null: not at all.',
  },
);
const scope = Type.Unsafe<ApiKeyScope>({ type: 'string', enum: apiKeyScopes });
const models = {
  type: ['array', 'null'],
  items: { type: 'string', minLength: 1, maxLength: 300, pattern: '^[^\\u0000-\\u001f]*$' },
  minItems: 1,
  maxItems: 200,
  description: 'Names with `*` for any characters; null: every model.',
};
const project = {
  type: ['string', 'null'],
  minLength: 1,
  maxLength: maxProjectNameLength,
  description: 'null: every project.',
};
const expiresAt = {
  type: ['integer', 'null'],
  description: 'Microseconds since the Unix epoch; null: never.',
};

const keyFields = {
  id: Type.String(),
  name: Type.String(),
  prefix: Type.String({ description: 'The first characters of the key.' }),
  created_at: Type.Integer({ description: 'Microseconds since the Unix epoch.' }),
  last_used_at: Type.Unsafe({ type: ['integer', 'null'], description: 'To the minute.' }),
  scopes: Type.Array(scope),
  project: Type.Unsafe(project),
  models: Type.Unsafe(models),
  expires_at: Type.Unsafe(expiresAt),
  limits,
  defaults,
  parent_id: Type.Unsafe({
    type: ['string', 'null'],
    description: 'Of a temporary key: the one that made it, whose limits it shares and with which it ends.',
  }),
  usage: Type.Object(
    {
      usd_today: Type.Number(),
      usd_this_month: Type.Number(),
      tokens_today: Type.Integer(),
      tokens_this_month: Type.Integer(),
    },
    { additionalProperties: false, description: 'Days and months of UTC.' },
  ),
};

export const keySummarySchema = Type.Object(keyFields, { $id: 'ApiKeySummary', additionalProperties: false });

export const keyListSchema = Type.Object(
  { keys: Type.Array(Type.Unsafe({ $ref: 'ApiKeySummary#' })) },
  { $id: 'ApiKeyList', additionalProperties: false },
);

export const createdKeySchema = Type.Object(
  { ...keyFields, key: Type.String({ description: 'Shown only now.' }) },
  { $id: 'CreatedApiKey', additionalProperties: false },
);

export const keyInputSchema = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  scopes: Type.Optional(
    Type.Array(scope, { minItems: 1, uniqueItems: true, description: 'All unless given.' }),
  ),
  project: Type.Optional(Type.Unsafe<string | null>(project)),
  models: Type.Optional(Type.Unsafe<string[] | null>(models)),
  expires_at: Type.Optional(Type.Unsafe<number | null>(expiresAt)),
  limits: Type.Optional(Type.Unsafe<ApiKeyLimits>(limits)),
  defaults: Type.Optional(Type.Unsafe<ApiKeyDefaults>(defaults)),
});

export const temporaryKeyInputSchema = Type.Object({
  ttl_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400, description: '600 unless given.' })),
  model: Type.Optional(Type.String({ minLength: 1, maxLength: 300, pattern: '^[^\\u0000-\\u001f]*$' })),
  project: Type.Optional(Type.String({ minLength: 1, maxLength: maxProjectNameLength })),
});

const { ttl_seconds, model, project: temporaryProject } = temporaryKeyInputSchema.properties;

/** What Braintrust's proxy takes at `/credentials`; of `logging`, what says how is left to the key's calls. */
export const braintrustCredentialsSchema = Type.Object({
  ttl_seconds,
  model: Type.Optional(Type.Union([model, Type.Null()])),
  logging: Type.Optional(Type.Union([Type.Object({ project_name: temporaryProject }), Type.Null()])),
});
