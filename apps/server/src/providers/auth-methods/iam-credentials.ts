import type { UpstreamCredentials } from '@outcrop/gateway';
import { invalidProvider } from '../invalid-provider.ts';
import { parseSecret, type AuthMethod } from './auth-method.ts';

/** An access key of an IAM user, or temporary credentials with their session token. */
export const iamCredentials: AuthMethod<'iam_credentials'> = {
  read({ access_key_id, secret_access_key, session_token }, { before }) {
    const accessKeyId = access_key_id.trim();
    if (!/^\w{4,128}$/.test(accessKeyId)) {
      throw invalidProvider(
        'auth.access_key_id is no id of an access key: it looks like AKIAIOSFODNN7EXAMPLE',
      );
    }
    // What belongs to another key is of no use.
    const kept = before?.auth.access_key_id === accessKeyId ? before.secrets : {};
    const secret = secret_access_key ?? kept['secret_access_key'];
    if (secret === undefined) {
      throw invalidProvider(
        'auth.secret_access_key is missing: an access key is of use only with its own secret',
      );
    }
    const token = session_token === undefined ? kept['session_token'] : session_token;
    const secrets = {
      secret_access_key: parseSecret(secret, 'secret_access_key'),
      ...(token && { session_token: parseSecret(token, 'session_token') }),
    };
    return {
      auth: {
        type: 'iam_credentials',
        access_key_id: accessKeyId,
        has_session_token: 'session_token' in secrets,
      },
      secrets,
    };
  },
  createSource({ auth, secrets }) {
    const credentials: UpstreamCredentials = {
      kind: 'signature',
      credentials: {
        accessKeyId: auth.access_key_id,
        secretAccessKey: secrets['secret_access_key'] ?? '',
        sessionToken: secrets['session_token'],
      },
    };
    return { get: () => credentials };
  },
  isSecretSent: false,
  describe: ({ access_key_id }) => ({ access_key_id }),
};
