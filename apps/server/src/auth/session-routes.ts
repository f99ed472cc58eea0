import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { FastifyInstance } from 'fastify';
import { isCrossOrigin } from '../http/same-origin.ts';
import { answerOf } from '../openapi/answer-of.ts';
import { errorAnswers } from '../openapi/error-answers.ts';
import { noSecurity } from '../openapi/security.ts';
import { ServerError } from '../server-error.ts';
import { checkAttempts, type Authenticator } from './authenticator.ts';
import { buildSessionCookie } from './session-cookie.ts';
import type { SignInTokens } from './sign-in-tokens.ts';

const sessionSchema = Type.Object(
  { signed_in: Type.Boolean() },
  { $id: 'Session', additionalProperties: false },
);
const session = answerOf<{ signed_in: boolean }>('Session', 'Whether the browser is signed in now.');
const common = { tags: ['auth'], security: noSecurity };

export interface SessionRoutesOptions {
  authenticator: Authenticator;
  signInTokens: SignInTokens;
}

/** Signing in by a one-time token, and out. The token travels in a body: addresses end up in logs and histories. */
export async function sessionRoutes(instance: FastifyInstance, options: SessionRoutesOptions): Promise<void> {
  const { authenticator, signInTokens } = options;
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.addSchema(sessionSchema);
  app.addHook('onRequest', async ({ headers, method }) => {
    if (method === 'GET' || !isCrossOrigin(headers)) return;
    throw new ServerError('[outcrop] only the page itself can sign in or out', {
      code: 'cross_origin',
      statusCode: 403,
    });
  });

  app.get('/api/session', {
    schema: {
      ...common,
      operationId: 'getSession',
      summary: 'Whether the request comes from a signed-in browser.',
      response: { 200: session, ...errorAnswers(403, 503) },
    },
    handler: async ({ headers }) => ({ signed_in: await authenticator.hasSession(headers) }),
  });

  app.post('/api/session', {
    schema: {
      ...common,
      operationId: 'signIn',
      summary: 'Sign in by a one-time token; sets a session cookie for 30 days.',
      body: Type.Object({ token: Type.String({ minLength: 1, maxLength: 200 }) }),
      response: { 200: session, ...errorAnswers(400, 401, 403, 429, 503) },
    },
    async handler({ body, headers, ip }, reply) {
      checkAttempts(authenticator.failedAttempts, ip);
      if (!signInTokens.redeem(body.token)) {
        authenticator.failedAttempts.note(ip);
        throw usedToken();
      }
      void reply.header('set-cookie', buildSessionCookie(headers, await authenticator.createSession()));
      return { signed_in: true };
    },
  });

  app.delete('/api/session', {
    schema: {
      ...common,
      operationId: 'signOut',
      summary: 'Sign out.',
      response: { 200: session, ...errorAnswers(403, 503) },
    },
    async handler({ headers }, reply) {
      await authenticator.deleteSession(headers);
      void reply.header('set-cookie', buildSessionCookie(headers, { secret: '', maxAgeSeconds: 0 }));
      return { signed_in: false };
    },
  });
}

function usedToken(): ServerError {
  return new ServerError(
    '[outcrop] this sign-in link was used already or is older than 15 minutes: restart the server, which prints a new ' +
      'one, or ask for one with an API key by POST /api/sign-in-links',
    { code: 'invalid_token', statusCode: 401 },
  );
}
