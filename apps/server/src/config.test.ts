import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('readConfig', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 4310,
      dataDirectory: join(homedir(), '.outcrop'),
      bootstrapKey: undefined,
      ingestLimits: { bodyBytes: 64 * 1024 * 1024 },
      maxAttachmentBytes: 64 * 1024 * 1024,
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
    });
    expect(config).toEqual({
      host: '::1',
      port: 0,
      dataDirectory: '/data',
      pageDirectory: '/page',
      bootstrapKey: 'a-chosen-key-of-24-chars',
      ingestLimits: { bodyBytes: 1000, compressedBytes: 500, spansPerRequest: 10, attributeBytes: 100 },
      maxAttachmentBytes: 2000,
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
