import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { createSecretKey } from './secrets/secret-key.ts';

describe('readConfig', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 4310,
      dataDirectory: join(homedir(), '.outcrop'),
      bootstrapKey: undefined,
      ingestLimits: { bodyBytes: 64 * 1024 * 1024 },
      maxAttachmentBytes: 64 * 1024 * 1024,
      providers: { secretKey: undefined, isServerCredentialsAllowed: true, isPrivateEndpointAllowed: false },
    });
  });

  it('takes every variable', () => {
    const config = readConfig({
      OUTCROP_HOST: '::1',
      OUTCROP_PORT: '0',
      OUTCROP_DATA_DIR: '/data',
      OUTCROP_PAGE_DIR: '/page',
      OUTCROP_BOOTSTRAP_KEY: 'a-chosen-key-of-24-chars',
      OUTCROP_MAX_BODY_BYTES: '1000',
      OUTCROP_MAX_COMPRESSED_BYTES: '500',
      OUTCROP_MAX_SPANS_PER_REQUEST: '10',
      OUTCROP_MAX_ATTRIBUTE_BYTES: '100',
      OUTCROP_MAX_ATTACHMENT_BYTES: '2000',
      OUTCROP_SECRET_KEY: 'a'.repeat(64),
      OUTCROP_SECRET_KEY_PREVIOUS: 'b'.repeat(64),
      OUTCROP_SERVER_CREDENTIALS: 'off',
      OUTCROP_ALLOW_PRIVATE_ENDPOINTS: 'on',
      OUTCROP_STS_ENDPOINT: 'http://127.0.0.1:4312',
      OUTCROP_DRAIN_MS: '5000',
      OUTCROP_MAX_CONCURRENT_CALLS: '50',
      OUTCROP_MAX_CACHE_BYTES: '3000',
      OUTCROP_ACCESS_LOG: '/var/log/outcrop.log',
    });
    expect(config).toEqual({
      host: '::1',
      port: 0,
      dataDirectory: '/data',
      pageDirectory: '/page',
      bootstrapKey: 'a-chosen-key-of-24-chars',
      ingestLimits: { bodyBytes: 1000, compressedBytes: 500, spansPerRequest: 10, attributeBytes: 100 },
      maxAttachmentBytes: 2000,
      providers: {
        secretKey: createSecretKey(Buffer.alloc(32, 0xaa)),
        previousSecretKey: createSecretKey(Buffer.alloc(32, 0xbb)),
        isServerCredentialsAllowed: false,
        isPrivateEndpointAllowed: true,
        stsEndpoint: 'http://127.0.0.1:4312',
      },
      tls: undefined,
      drainMs: 5000,
      maxConcurrentCalls: 50,
      maxCacheBytes: 3000,
      accessLog: '/var/log/outcrop.log',
    });
  });

  it('counts an empty variable as absent', () => {
    expect(readConfig({ OUTCROP_PORT: '', OUTCROP_BOOTSTRAP_KEY: '', OUTCROP_HOST: '' })).toEqual(
      readConfig({}),
    );
  });

  it.each([
    ['OUTCROP_PORT', '99999', 'from 0 to 65535, such as 4310'],
    ['OUTCROP_PORT', '80a', 'OUTCROP_PORT is "80a"'],
    ['OUTCROP_PORT', '-1', 'OUTCROP_PORT is "-1"'],
    ['OUTCROP_MAX_BODY_BYTES', '0', 'from 1 to'],
    ['OUTCROP_HOST', '0.0.0.0', 'which other machines can reach'],
    ['OUTCROP_SECRET_KEY', 'a password', 'openssl rand -base64 32'],
    ['OUTCROP_SECRET_KEY_PREVIOUS', 'a password', 'OUTCROP_SECRET_KEY_PREVIOUS is no key'],
    ['OUTCROP_SERVER_CREDENTIALS', 'no', 'takes on or off'],
    ['OUTCROP_ALLOW_PRIVATE_ENDPOINTS', '1', 'takes on or off'],
    ['OUTCROP_STS_ENDPOINT', 'ftp://x', 'is no URL'],
    ['OUTCROP_BOOTSTRAP_KEY', 'with spaces inside it', 'holds spaces'],
  ])('says what is wrong with %s=%s', (variable, value, message) => {
    expect(() => readConfig({ [variable]: value })).toThrow(message);
  });

  it('never repeats a key in a message', () => {
    expect(() => readConfig({ OUTCROP_BOOTSTRAP_KEY: 'hunter2 hunter2' })).toThrow(
      expect.not.stringContaining('hunter2'),
    );
  });
});
