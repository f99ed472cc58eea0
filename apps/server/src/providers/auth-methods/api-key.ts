import { GatewayError, type UpstreamCredentials } from '@outcrop/gateway';
import { readApiKey } from '../credentials/read-api-key.ts';
import { invalidProvider } from '../invalid-provider.ts';
import { parseSecret, type AuthMethod } from './auth-method.ts';

const shownLength = 4;

/** A Bedrock API key, short- or long-term. */
export const apiKey: AuthMethod<'api_key'> = {
  read({ api_key }, { before, region }) {
    const given = api_key ?? before?.secrets['api_key'];
    if (given === undefined)
      throw invalidProvider('auth.api_key is missing: paste an Amazon Bedrock API key');
    const key = parseSecret(given, 'api_key');
    const facts = readApiKey(key);
    if (facts.region !== null && facts.region !== region) {
      throw invalidProvider(
        `auth.api_key is a short-term key for ${facts.region} and of no use in ${region}: choose that Region, or make a ` +
          'key for this one',
      );
    }
    return {
      auth: { type: 'api_key', key_hint: hintOf(key), expires_at: facts.expiresAt },
      secrets: { api_key: key },
    };
  },
  createSource({ auth, secrets }, { now }) {
    const credentials: UpstreamCredentials = { kind: 'bearer', token: secrets['api_key'] ?? '' };
    return {
      get() {
        if (auth.expires_at === null || now() * 1000 < auth.expires_at) return credentials;
        throw expiredError(auth.expires_at);
      },
    };
  },
  isSecretSent: true,
  describe: ({ key_hint }): Record<string, string> => (key_hint === '' ? {} : { key_hint }),
};

/** The end of the key, as all short-term ones begin alike; of one too short to show any of it, nothing. */
function hintOf(key: string): string {
  return key.length < shownLength * 4 ? '' : `…${key.slice(-shownLength)}`;
}

function expiredError(expiresAt: number): GatewayError {
  return new GatewayError(
    `the Bedrock API key expired at ${new Date(expiresAt / 1000).toISOString()}: replace it under AI providers.`,
    { status: 503, code: 'api_key_expired', exception: 'ExpiredTokenException' },
  );
}
