import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { SignInLink } from '@outcrop/protocol';
import type { FastifyInstance } from 'fastify';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { keyOrSession } from '../openapi/security.ts';
import { ServerError } from '../server-error.ts';
import { getIdentity } from './identity.ts';
import { isUnrestricted } from './key-grant.ts';
import type { SignInTokens } from './sign-in-tokens.ts';

const signInLinkSchema = Type.Object(
  { url: Type.String(), expires_at: Type.Integer({ description: 'Microseconds since the Unix epoch.' }) },
  { $id: 'SignInLink', additionalProperties: false },
);

export interface SignInLinkRoutesOptions {
  signInTokens: SignInTokens;
}

export async function signInLinkRoutes(
  instance: FastifyInstance,
  options: SignInLinkRoutesOptions,
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(signInLinkSchema);
  app.post('/api/sign-in-links', {
    schema: {
      tags: ['auth'],
      operationId: 'createSignInLink',
      summary: 'A URL that signs a browser in once, within 15 minutes.',
      security: keyOrSession('admin'),
      response: { 201: answerOf<SignInLink>('SignInLink', 'Created.'), ...errorAnswers(401, 403, 503) },
    },
    async handler(request, reply) {
      const { protocol, host } = request;
      if (!isUnrestricted(getIdentity(request))) throw restrictedKey();
      const { token, expiresAt } = options.signInTokens.create();
      return reply
        .code(201)
        .send({ url: buildSignInUrl(`${protocol}://${host}`, token), expires_at: expiresAt * 1000 });
    },
  });
}

/** Whoever is signed in may do everything, for 30 days. */
function restrictedKey(): ServerError {
  return new ServerError(
    '[outcrop] a sign-in link lets a browser do everything, but this API key is restricted to a project, to models, to ' +
      'limits or in time: use one that is not',
    { code: 'restricted_key', statusCode: 403 },
  );
}

/** The token is in the fragment: browsers send no fragment to any server, nor in Referer. */
export function buildSignInUrl(origin: string, token: string): string {
  return `${origin}/sign-in#token=${token}`;
}
