import { GatewayError } from '@outcrop/gateway';
import { createSqliteWorkspaceStore } from '@outcrop/workspace-store';
import { apiKeyScopes, type ApiKeyGrant } from '@outcrop/protocol';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuthenticator } from '../auth/authenticator.ts';
import { createApiKey } from '../auth/create-api-key.ts';
import { createTestDirectory } from '../testing/create-test-server.ts';
import { createCallerAuthentication } from './authenticate-caller.ts';

const address = '127.0.0.1';
const everything: ApiKeyGrant = {
  scopes: [...apiKeyScopes],
  project: null,
  models: null,
  expires_at: null,
  limits: {},
  defaults: {},
};

async function createRoom() {
  const workspaceStore = await createSqliteWorkspaceStore({ directory: await createTestDirectory() });
  onTestFinished(() => workspaceStore.close());
  const authenticator = createAuthenticator({
    workspaceStore,
    now: Date.now,
    logError: (error) => {
      throw error;
    },
  });
  const authenticate = createCallerAuthentication(authenticator);
  return {
    authenticator,
    authenticate,
    make: (grant: Partial<ApiKeyGrant> = {}, parentId?: string) =>
      createApiKey(workspaceStore, { name: 'app', grant: { ...everything, ...grant }, parentId }),
    ask: async (secret: string, project?: string) =>
      authenticate(secret, {
        address,
        headers: project === undefined ? {} : { 'x-outcrop-project': project },
      }),
    askNow: (secret: string) => authenticate(secret, { address, headers: {} }),
  };
}

describe('who calls the gateway', () => {
  it('is known at once after the first time', async () => {
    const { make, ask, askNow } = await createRoom();
    const { key, id } = await make({ limits: { usd_per_day: 1 }, defaults: { cache: 'auto' } });
    const first = await ask(key);
    expect(first).toMatchObject({
      keyId: id,
      keyName: 'app',
      project: 'default',
      limits: { usd_per_day: 1 },
      defaults: { cache: 'auto' },
    });
    expect(askNow(key)).toBe(first);
  });

  it('has the project that Braintrust’s clients name, where it may, and is never refused for it', async () => {
    const { make, authenticate } = await createRoom();
    const [wide, narrow] = [await make(), await make({ project: 'alpha' })];
    const ask = async (secret: string, headers: Record<string, string>) =>
      (await authenticate(secret, { address, headers })).project;
    expect(await ask(wide.key, { 'x-bt-parent': 'project_name:beta' })).toBe('beta');
    expect(await ask(narrow.key, { 'x-bt-parent': 'project_name:beta' })).toBe('alpha');
    const both = { 'x-bt-parent': 'project_name:beta', 'x-outcrop-project': 'gamma' };
    expect(await ask(wide.key, both)).toBe('gamma');
    for (const parent of ['project_name:..', 'project_id:1', 'oops'])
      expect(await ask(wide.key, { 'x-bt-parent': parent })).toBe('default');
  });

  it('names the project, or has one', async () => {
    const { make, ask } = await createRoom();
    const [wide, narrow] = [await make(), await make({ project: 'alpha' })];
    expect((await ask(wide.key, 'beta')).project).toBe('beta');
    expect((await ask(narrow.key)).project).toBe('alpha');
    expect((await ask(narrow.key, 'alpha')).project).toBe('alpha');
    await expect(ask(narrow.key, 'beta')).rejects.toMatchObject({ status: 403, code: 'foreign_project' });
    await expect(ask(wide.key, '..')).rejects.toMatchObject({ status: 400 });
  });

  it('uses the models of its key', async () => {
    const { make, ask } = await createRoom();
    const caller = await ask((await make({ models: ['us.anthropic.*', 'fast'] })).key);
    expect(
      ['us.anthropic.x', 'fast', 'faster', 'eu.anthropic.x'].map((name) => caller.mayUseModel(name)),
    ).toEqual([true, true, false, false]);
  });

  it('spends what the key may spend that made its temporary one', async () => {
    const { make, ask } = await createRoom();
    const parent = await make();
    const child = await make({ scopes: ['gateway'] }, parent.id);
    expect(await ask(child.key)).toMatchObject({ keyId: child.id, accountId: parent.id });
  });

  it('is refused in the words of the API', async () => {
    const { authenticator, make, ask } = await createRoom();
    const { key, id } = await make();
    await ask(key);
    await authenticator.revokeKey(id);
    const refusal = await ask(key).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(GatewayError);
    expect(refusal).toMatchObject({ status: 401, code: 'wrong_key' });
    await expect(ask((await make({ expires_at: 1 })).key)).rejects.toMatchObject({ code: 'expired_key' });
    await expect(ask((await make({ scopes: ['ingest', 'read'] })).key)).rejects.toMatchObject({
      status: 403,
      code: 'missing_scope',
    });
    for (let guess = 0; guess < 29; guess++) await ask(`guess ${guess}`).catch(() => undefined);
    await expect(ask('guess')).rejects.toMatchObject({ status: 429, retryAfterSeconds: 2 });
  });
});
