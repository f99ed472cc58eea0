import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createApiClient, type ApiClient } from '@outcrop/api-client';
import { defaultBearerToken, defaultCredentials, startEmulator, type Emulator } from '@outcrop/emulator';
import type { ConnectionTest, ModelList, ModelSummary, ProviderList } from '@outcrop/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  buildServer,
  startServerProcess,
  type ServerProcess,
} from '../../server/src/testing/server-process.ts';
import { commands } from './commands/registry.ts';
import { runCli } from './run-cli.ts';

const apiKey = 'the-key-of-the-command-line';
const repository = path.resolve(import.meta.dirname, '../../..');
const bundleDirectory = path.join(repository, 'ci-output', `cli-under-test-${process.pid}`);
const profileArn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6';

let emulator: Emulator;
let server: ServerProcess;
let serverBundle: ReturnType<typeof buildServer>;
let directory: string;
let client: ApiClient;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'outcrop-cli-'));
  const bundled = spawnSync(
    process.execPath,
    [path.join(repository, 'scripts/bundle.mjs'), bundleDirectory],
    {
      cwd: path.join(repository, 'apps/cli'),
      encoding: 'utf8',
    },
  );
  if (bundled.status !== 0 || bundled.stderr !== '') throw new Error(`no bundle:\n${bundled.stderr}`);
  serverBundle = buildServer();
  emulator = await startEmulator({
    modelsBehind: { [profileArn]: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0' },
  });
  server = await startServerProcess(serverBundle.entry, {
    OUTCROP_DATA_DIR: path.join(directory, 'data'),
    OUTCROP_BOOTSTRAP_KEY: apiKey,
    OUTCROP_ALLOW_PRIVATE_ENDPOINTS: 'on',
    OUTCROP_STS_ENDPOINT: emulator.url,
    AWS_ACCESS_KEY_ID: defaultCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: defaultCredentials.secretAccessKey,
  });
  client = createApiClient({ baseUrl: server.url, apiKey });
});

afterAll(async () => {
  await server.kill('SIGTERM');
  await emulator.close();
  serverBundle.remove();
  for (const made of [directory, bundleDirectory]) rmSync(made, { recursive: true, force: true });
});

afterEach(async () => {
  for (const { id } of (await client.listModels()).models) if (id !== null) await client.deleteModel(id);
  for (const { id } of (await client.listProviders()).providers) await client.deleteProvider(id);
});

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  stdin?: string;
  environment?: Record<string, string>;
}

/** Runs the bundle as a process of its own, as `npm run outcrop` does. */
async function outcrop(args: string[], { stdin = '', environment = {} }: RunOptions = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [path.join(bundleDirectory, 'main.mjs'), ...args], {
    cwd: directory,
    env: { PATH: process.env['PATH'], OUTCROP_API_URL: server.url, OUTCROP_API_KEY: apiKey, ...environment },
  });
  child.stdin.end(stdin);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

const add = (name: string, args: string[], options?: RunOptions) =>
  outcrop(
    ['providers', 'add', '--name', name, '--region', 'us-east-1', '--api-base', emulator.url, ...args],
    options,
  );
const addByKey = (name: string, args: string[] = []) =>
  add(name, ['--auth', 'api_key', '--secret-from', 'env:KEY', ...args], {
    environment: { KEY: defaultBearerToken },
  });

describe('outcrop providers', () => {
  it.each<[string, string[], RunOptions]>([
    ['api_key from the environment', ['--auth', 'api_key', '--secret-from', 'env:KEY'], {}],
    ['api_key from stdin', ['--auth', 'api_key', '--secret-from', '-'], { stdin: `${defaultBearerToken}\n` }],
    [
      'iam_credentials from a file',
      [
        '--auth',
        'iam_credentials',
        '--access-key-id',
        defaultCredentials.accessKeyId,
        '--secret-from',
        'file:secret.txt',
      ],
      {},
    ],
    [
      'assume_role',
      ['--auth', 'assume_role', '--role-arn', 'arn:aws:iam::210987654321:role/outcrop-bedrock'],
      {},
    ],
    ['server_credentials', ['--auth', 'server_credentials'], {}],
  ])('add, test and remove one with %s', async (_, args, options) => {
    writeFileSync(path.join(directory, 'secret.txt'), `${defaultCredentials.secretAccessKey}\n`);
    const added = await add('production', args, { environment: { KEY: defaultBearerToken }, ...options });
    expect(added).toMatchObject({ code: 0, stderr: '' });
    expect(added.stdout).toContain('Added provider production (every project, us-east-1).');
    const tested = await outcrop(['providers', 'test', 'production']);
    expect(tested).toMatchObject({ code: 0, stderr: '' });
    expect(tested.stdout.split('\n').map((line) => line.slice(0, 14).trim())).toEqual([
      '✓ credentials',
      expect.stringMatching(/[✓–] sts/),
      '✓ permission',
      '✓ model_call',
      'production is',
      '',
    ]);
    expect(tested.stdout).toContain('production is connected.\n');
    const removed = await outcrop(['providers', 'remove', 'production', '--yes']);
    expect(removed).toEqual({ code: 0, stderr: '', stdout: 'Removed provider production.\n' });
    expect((await client.listProviders()).providers).toEqual([]);
  });

  it('keeps every setting, and no secret in what is printed', async () => {
    const settings = ['--project', 'support', '--http-version', '1.1', '--priority=-2', '--weight', '2.5'];
    const added = await add(
      'own',
      [
        '--auth',
        'api_key',
        '--secret-from',
        'env:KEY',
        ...settings,
        '--no-default-models',
        '--header-from',
        'x-tenant=env:TENANT',
        '--header-from',
        'x-team=-',
        '--json',
      ],
      { environment: { KEY: defaultBearerToken, TENANT: 'planted-tenant' }, stdin: 'planted-team' },
    );
    expect(added).toMatchObject({ code: 0, stderr: '' });
    expect(added.stdout).not.toMatch(new RegExp(`planted|${defaultBearerToken}`));
    const shown = {
      name: 'own',
      project: 'support',
      region: 'us-east-1',
      api_base: emulator.url,
      http_version: '1.1',
      priority: -2,
      weight: 2.5,
      include_default_models: false,
      header_names: ['x-tenant', 'x-team'],
    };
    expect(JSON.parse(added.stdout)).toMatchObject(shown);
    const listed = await outcrop(['providers', 'list', '--project', 'support', '--json']);
    expect((JSON.parse(listed.stdout) as ProviderList).providers).toMatchObject([shown]);
    const elsewhere = await outcrop(['providers', 'list', '--project', 'sales']);
    expect(elsewhere).toMatchObject({ code: 0, stdout: expect.stringContaining('no providers yet') });
  });

  it('lists them as a table with columns below their heads', async () => {
    await addByKey('a provider with a long name');
    await addByKey('b', ['--project', 'support']);
    const { stdout } = await outcrop(['providers', 'list']);
    const [head = '', first = '', second = ''] = stdout.split('\n');
    for (const [title, values] of [
      ['PROJECT', ['support', '(every)']],
      ['AUTH', ['api_key', 'api_key']],
      ['STATE', ['on', 'on']],
    ] as const) {
      const column = head.indexOf(title);
      expect([first, second].map((line) => line.slice(column).split(/\s/)[0])).toEqual(values);
    }
  });

  it('prints the step that fails with AWS’s error and the way out, and exits with 1', async () => {
    await add('wrong', ['--auth', 'api_key', '--secret-from', '-'], { stdin: 'planted-wrong-key-0123' });
    const { code, stdout } = await outcrop(['providers', 'test', 'wrong']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ permission .*\n +AccessDeniedException, HTTP 403\n +.*API key/);
    expect(stdout).toContain('wrong is not connected.');
    const json = await outcrop(['providers', 'test', 'wrong', '--json']);
    expect(json.code).toBe(1);
    expect((JSON.parse(json.stdout) as ConnectionTest).is_connected).toBe(false);
  });

  it('asks which one where a name is ambiguous, and takes an id', async () => {
    await addByKey('twin', ['--project', 'support']);
    await addByKey('twin');
    const ambiguous = await outcrop(['providers', 'remove', 'twin', '--yes']);
    expect(ambiguous).toMatchObject({ code: 1, stdout: '' });
    expect(ambiguous.stderr).toContain('2 providers are called "twin": give the id');
    const [, id = ''] = /^ {2}(\S+) {2}project support, us-east-1$/m.exec(ambiguous.stderr) ?? [];
    expect((await outcrop(['providers', 'remove', id, '--yes'])).code).toBe(0);
    expect((await client.listProviders()).providers).toMatchObject([{ name: 'twin', project: null }]);
  });

  it('names those that there are where a name is unknown', async () => {
    const none = await outcrop(['providers', 'test', 'prod']);
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('outcrop providers add --help') });
    await addByKey('production');
    const one = await outcrop(['providers', 'test', 'prod']);
    expect(one.stderr).toBe('[outcrop] there is no provider "prod": there is "production"\n');
  });

  it('changes what is given, and replaces a secret in the way that it had', async () => {
    await add('wrong', ['--auth', 'api_key', '--secret-from', '-'], { stdin: 'planted-wrong-key-0123' });
    const changed = await outcrop(
      [
        'providers',
        'update',
        'wrong',
        '--name',
        'right',
        '--priority',
        '3',
        '--enabled',
        'off',
        '--secret-from',
        '-',
      ],
      { stdin: defaultBearerToken },
    );
    expect(changed).toMatchObject({
      code: 0,
      stdout: 'Changed provider right (every project, us-east-1).\n',
      stderr: '',
    });
    expect((await client.listProviders()).providers).toMatchObject([
      { name: 'right', priority: 3, is_enabled: false, api_base: emulator.url, auth: { type: 'api_key' } },
    ]);
    expect((await outcrop(['providers', 'test', 'right'])).code).toBe(0);
    const nothing = await outcrop(['providers', 'update', 'right']);
    expect(nothing).toMatchObject({ code: 2, stderr: expect.stringContaining('say what is to change') });
  });

  it('replaces the secret of an access key, which stays', async () => {
    const { accessKeyId, secretAccessKey } = defaultCredentials;
    await add('keys', ['--auth', 'iam_credentials', '--access-key-id', accessKeyId, '--secret-from', '-'], {
      stdin: 'planted-wrong-secret',
    });
    expect((await outcrop(['providers', 'test', 'keys'])).code).toBe(1);
    const changed = await outcrop(['providers', 'update', 'keys', '--secret-from', '-'], {
      stdin: secretAccessKey,
    });
    expect(changed).toMatchObject({ code: 0, stderr: '' });
    expect((await outcrop(['providers', 'test', 'keys'])).code).toBe(0);
  });

  it('removes nothing unless somebody says yes', async () => {
    await addByKey('kept');
    const refused = await outcrop(['providers', 'remove', 'kept']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('add --yes') });
    expect(await answer(['providers', 'remove', 'kept'], 'n\n')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Remove provider kept (every project, us-east-1)? [y/N]'),
    });
    expect((await client.listProviders()).providers).toHaveLength(1);
    expect((await answer(['providers', 'remove', 'kept'], 'y\n')).code).toBe(0);
    expect((await client.listProviders()).providers).toHaveLength(0);
  });
});

/** Runs in this process, as at a terminal where somebody types. */
async function answer(args: string[], typed: string): Promise<Outcome> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdin.write(typed);
  const environment = { OUTCROP_API_URL: server.url, OUTCROP_API_KEY: apiKey };
  const code = await runCli(args, {
    environment,
    stdin: Object.assign(stdin, { isTTY: true }),
    stdout,
    stderr,
  });
  stdout.end();
  stderr.end();
  return { code, stdout: await text(stdout), stderr: await text(stderr) };
}

describe('outcrop models', () => {
  it('adds an ARN in the format of the model behind it, lists it first and removes it', async () => {
    await addByKey('production');
    const added = await outcrop(['models', 'add', '--name', 'support-bot', '--model-id', profileArn]);
    expect(added).toMatchObject({ code: 0, stderr: '' });
    expect(added.stdout).toContain('Added model support-bot, format anthropic: it stands for us.anthropic.');
    const listed = await outcrop(['models', 'list']);
    const [head = '', first = '', ...others] = listed.stdout.split('\n');
    expect(head).toMatch(/^NAME +FORMAT +CONTEXT +\$\/M IN +\$\/M OUT +PROVIDERS +SEEN +MODEL ID$/);
    expect(first).toMatch(/^support-bot +anthropic .*application-inference-profile\/a1b2c3d4e5f6$/);
    expect(others.length).toBeGreaterThan(100);
    const removed = await outcrop(['models', 'remove', 'support-bot', '--yes']);
    expect(removed).toMatchObject({ code: 0, stdout: 'Removed model support-bot.\n' });
    const custom = await outcrop(['models', 'list', '--custom']);
    expect(custom).toMatchObject({ code: 0, stdout: expect.stringMatching(/^None of \d+ models fits/) });
  });

  it('takes a format, a project and a provider, and finds by a part of a name', async () => {
    await addByKey('production', ['--project', 'support']);
    const names = ['--name', 'fast', '--model-id', 'us.amazon.nova-lite-v1:0'];
    const added = await outcrop([
      'models',
      'add',
      ...names,
      '--project',
      'support',
      '--provider',
      'production',
      '--format',
      'converse',
      '--json',
    ]);
    const [provider] = (await client.listProviders()).providers;
    expect(JSON.parse(added.stdout) as ModelSummary).toMatchObject({
      name: 'fast',
      format: 'converse',
      provider_ids: [provider?.id],
    });
    const found = await outcrop([
      'models',
      'list',
      '--project',
      'support',
      '--search',
      'US.AMAZON.nova-lite',
      '--json',
    ]);
    expect((JSON.parse(found.stdout) as ModelList).models.map(({ name }) => name)).toEqual([
      'fast',
      'us.amazon.nova-lite-v1:0',
    ]);
  });

  it('changes a model, and asks a new id in the format that fits it', async () => {
    await addByKey('production');
    await outcrop(['models', 'add', '--name', 'bot', '--model-id', 'us.amazon.nova-lite-v1:0']);
    const args = ['--name', 'helper', '--model-id', profileArn, '--provider', 'production'];
    const changed = await outcrop(['models', 'update', 'bot', ...args]);
    expect(changed).toMatchObject({
      code: 0,
      stdout: `Changed model bot: helper is ${profileArn}, anthropic.\n`,
      stderr: '',
    });
    const { models } = await client.listModels();
    expect(models.filter(({ id }) => id !== null)).toMatchObject([{ name: 'helper', model_id: profileArn }]);
    expect((await outcrop(['models', 'update', 'helper'])).code).toBe(2);
  });

  it('says that a model of the catalog cannot be removed', async () => {
    await addByKey('production');
    const { code, stderr } = await outcrop(['models', 'remove', 'amazon.nova-lite-v1:0', '--yes']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('--no-default-models')]);
  });
});

const listFrom = (environment: Record<string, string>) => outcrop(['providers', 'list'], { environment });

describe('outcrop', () => {
  it('tells of all commands, of a group and of each one with examples', async () => {
    const overview = await outcrop(['--help']);
    expect(overview).toMatchObject({ code: 0, stderr: '' });
    for (const { name } of commands) expect(overview.stdout).toContain(`  ${name} `);
    const group = await outcrop(['models', '--help']);
    expect(group.stdout).toContain('models add');
    expect(group.stdout).not.toContain('providers add');
    const bare = await outcrop([]);
    expect(bare).toEqual({ code: 2, stdout: '', stderr: overview.stdout });
    for (const { name, options } of commands) {
      const { code, stdout } = await answer([...name.split(' '), '--help'], '');
      expect(code).toBe(0);
      expect(stdout).toContain(`Examples\n  outcrop ${name}`);
      for (const option of Object.keys(options)) expect(stdout).toContain(`  --${option}`);
    }
  });

  it.each([
    ['an unknown command', ['provider', 'add'], 'there is no command "provider add"'],
    [
      'an unknown verb',
      ['models', 'delete'],
      'there are models add, models list, models update, models remove',
    ],
    ['an unknown option', ['models', 'list', '--nmae', 'x'], "Unknown option '--nmae'"],
    ['a surplus argument', ['models', 'list', 'claude'], 'does not take "claude"'],
    [
      'a missing option',
      ['models', 'add', '--name', 'x'],
      'needs --model-id ID|ARN, such as: outcrop models add',
    ],
    ['a missing name', ['providers', 'test'], 'providers test needs NAME|ID'],
    ['an unknown way to authenticate', ['--auth', 'magic'], 'it takes iam_credentials, api_key, assume_role'],
    ['a missing secret', ['--auth', 'api_key'], '--secret-from env:AWS_BEARER_TOKEN_BEDROCK'],
    [
      'a secret in the arguments',
      ['--auth', 'api_key', '--secret-from', 'planted'],
      'does not take the secret itself',
    ],
    [
      'an empty variable',
      ['--auth', 'api_key', '--secret-from', 'env:NOT_SET'],
      'there is nothing in env:NOT_SET',
    ],
    [
      'an absent file',
      ['--auth', 'api_key', '--secret-from', 'file:/absent'],
      '/absent cannot be read (ENOENT)',
    ],
    [
      'a flag of another way',
      ['--auth', 'server_credentials', '--role-arn', 'x'],
      '--role-arn is of --auth assume_role',
    ],
    [
      'a header in the arguments',
      ['--auth', 'server_credentials', '--header-from', 'a=planted'],
      'does not take the secret itself',
    ],
    ['no number', ['--auth', 'server_credentials', '--weight', 'heavy'], '--weight "heavy" is no number'],
  ])('exits with 2 for %s, and says how it goes', async (_, args, message) => {
    const whole = args[0]?.startsWith('--')
      ? ['providers', 'add', '--name', 'x', '--region', 'us-east-1', ...args]
      : args;
    const { code, stdout, stderr } = await outcrop(whole);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('planted');
    expect((await client.listProviders()).providers).toEqual([]);
  });

  it('says what to do without a server, without a key and with a wrong one', async () => {
    const gone = await startEmulator();
    await gone.close();
    expect(await listFrom({ OUTCROP_API_URL: gone.url })).toEqual({
      code: 1,
      stdout: '',
      stderr: `[outcrop] cannot reach ${gone.url}: is it running? OUTCROP_API_URL says where.\n`,
    });
    expect(await listFrom({ OUTCROP_API_KEY: '' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('OUTCROP_API_KEY is not set'),
    });
    expect(await listFrom({ OUTCROP_API_URL: 'nowhere' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('OUTCROP_API_URL is no URL'),
    });
    const wrong = await listFrom({ OUTCROP_API_KEY: 'planted-wrong-key' });
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('OUTCROP_API_KEY') });
    expect(wrong.stderr).not.toContain('planted');
  });

  it('passes on what the server refuses, in its words', async () => {
    await addByKey('taken');
    const again = await addByKey('taken');
    expect(again).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^\[outcrop\] .*taken/),
    });
    const listOnly = await client.createApiKey({ name: 'reader', scopes: ['read'] });
    const refused = await outcrop(['providers', 'list'], { environment: { OUTCROP_API_KEY: listOnly.key } });
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('needs an API key with the scope "admin"'),
    });
  });
});
