import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDirectory } from '../../testing/create-test-server.ts';
import { createServerCredentials, loadDefaultCredentials } from './server-credentials.ts';

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(() => vi.unstubAllEnvs());

/** Files of profiles in a directory of their own; without content, none that exists. */
async function useProfiles(content?: string): Promise<void> {
  const directory = await createTestDirectory();
  mkdirSync(join(directory, 'aws'));
  const file = join(directory, 'aws', 'credentials');
  if (content !== undefined) writeFileSync(file, content);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
  vi.stubEnv('AWS_CONFIG_FILE', join(directory, 'aws', 'config'));
}

const get = async () =>
  createServerCredentials({ isAllowed: true, load: loadDefaultCredentials, now: Date.now }).get();

describe('the server’s own credentials', () => {
  it('are those of the environment', async () => {
    await useProfiles();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENVIRONMENT');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    expect(await get()).toEqual({
      kind: 'signature',
      credentials: { accessKeyId: 'AKIDENVIRONMENT', secretAccessKey: 'secret', sessionToken: 'token' },
    });
  });

  it('are those of the profile that is chosen', async () => {
    await useProfiles(
      '[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = one\n' +
        '[work]\naws_access_key_id = AKIDWORK\naws_secret_access_key = two\n',
    );
    expect(await get()).toMatchObject({
      credentials: { accessKeyId: 'AKIDDEFAULT', secretAccessKey: 'one' },
    });
    vi.stubEnv('AWS_PROFILE', 'work');
    expect(await get()).toMatchObject({ credentials: { accessKeyId: 'AKIDWORK', secretAccessKey: 'two' } });
  });

  it('say what to do where there are none', async () => {
    await useProfiles();
    await expect(get()).rejects.toMatchObject({
      code: 'no_server_credentials',
      message: expect.stringContaining('give it a profile'),
    });
  });
});
