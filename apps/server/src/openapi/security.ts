type Security = readonly Readonly<Record<string, readonly string[]>>[];

/** Routes that the page and programs use: a session cookie or an API key. */
export const keyOrSession: Security = [{ apiKey: [] }, { session: [] }];

export const keyOnly: Security = [{ apiKey: [] }];

/** Routes that answer without signing in. */
export const noSecurity: Security = [];

export const securitySchemes = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'An Outcrop API key: `Authorization: Bearer oc_…`.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'outcrop_session_4310',
    description:
      'Set by `POST /api/session`; its name ends with the port. Requests that change something must come from the page itself.',
  },
} as const;
