import type { AuthMethod } from './auth-method.ts';

/** What the machine has that the server runs on. */
export const serverCredentials: AuthMethod<'server_credentials'> = {
  read: () => ({ auth: { type: 'server_credentials' }, secrets: {} }),
  createSource: (_stored, { server }) => server,
  isSecretSent: false,
  describe: () => ({}),
};
