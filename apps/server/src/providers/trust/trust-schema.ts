import { Type } from 'typebox';
import type { ProviderTrust } from '@outcrop/protocol';
import { answerOf } from '../../openapi/answer-of.ts';
import { errorAnswers } from '../../openapi/error-answers.ts';
import { keyOrSession } from '../../openapi/security.ts';

const nullableText = (description: string) => Type.Unsafe({ type: ['string', 'null'], description });

export const providerTrustSchema = Type.Object(
  {
    principal_arn: nullableText('Who assumes the role; null when the server has no credentials of its own.'),
    account_id: nullableText('Of the principal.'),
    problem: nullableText('Why the principal is not known.'),
    external_id: Type.String({ description: 'Made by Outcrop; the same for every role.' }),
    permission_policy: Type.String({ description: 'A JSON document.' }),
    trust_policy: Type.String({ description: 'A JSON document.' }),
    cli_script: Type.String({ description: 'For a shell with the aws command.' }),
    cloudformation: Type.String({ description: 'A template.' }),
    terraform: Type.String({ description: 'A configuration.' }),
    server_credentials_allowed: Type.Boolean({
      description: 'Whether providers may use the server’s own credentials.',
    }),
  },
  { $id: 'ProviderTrust', additionalProperties: false },
);

export const getTrustSchema = {
  tags: ['providers'],
  security: keyOrSession('admin'),
  operationId: 'getProviderTrust',
  summary: 'What somebody needs to let Outcrop assume a role in their account.',
  querystring: Type.Object({
    region: Type.String({ pattern: '^[a-z]{2,5}(-[a-z]+){1,3}-\\d{1,2}$', default: 'us-east-1' }),
    project: Type.Optional(
      Type.String({ maxLength: 200, description: 'Of the provider; a key of one project has to name it.' }),
    ),
  }),
  response: {
    200: answerOf<ProviderTrust>('ProviderTrust', 'Policies and scripts.'),
    ...errorAnswers(400, 401, 403, 503),
  },
};
