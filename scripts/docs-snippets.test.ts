import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createApiClient } from '@outcrop/api-client';
import { defaultBearerToken, startEmulator, type Emulator } from '@outcrop/emulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildServer,
  startServerProcess,
  type ServerProcess,
} from '../apps/server/src/testing/server-process.ts';
import { Collector } from '../packages/sdk/test/collector.ts';
import { installPackage } from '../packages/sdk/test/install-package.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');
const pages = [
  'README.md',
  'docs/sdk.md',
  'docs/opentelemetry.md',
  'docs/installation.md',
  'docs/lambda.md',
  'docs/server.md',
  'docs/providers.md',
  'docs/gateway.md',
  'docs/migrate-from-braintrust.md',
  'docs/migrate-from-opentelemetry.md',
  'docs/migrate-from-langfuse.md',
  'packages/sdk/README.md',
  'packages/emulator/README.md',
];

interface Snippet {
  name: string;
  code: string;
}

/** Every JavaScript block of a page. */
function listSnippets(page: string): Snippet[] {
  const text = readFileSync(path.join(root, page), 'utf8');
  return [...text.matchAll(/^```(?:js|mjs|javascript)\n(.*?)^```/gms)].map(([, code = ''], index) => ({
    name: `${page} #${index + 1}`,
    code,
  }));
}

/** Relative links of a page, without what follows a `#`. */
function listLinks(page: string): string[] {
  const text = readFileSync(path.join(root, page), 'utf8');
  return [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, target = '']) => target);
}

let directory: string;
let emulator: Emulator;
let collector: Collector;
let gateway: RunningGateway;

interface RunningGateway {
  url: string;
  stop(): Promise<void>;
}

const gatewayKey = 'docs-gateway-key';

/** The product itself, with the emulator as its only provider. */
async function startGateway(): Promise<RunningGateway> {
  const bundle = buildServer();
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'outcrop-docs-'));
  const server: ServerProcess = await startServerProcess(bundle.entry, {
    OUTCROP_DATA_DIR: dataDirectory,
    OUTCROP_BOOTSTRAP_KEY: gatewayKey,
    OUTCROP_ALLOW_PRIVATE_ENDPOINTS: 'on',
  });
  const client = createApiClient({ baseUrl: server.url, apiKey: gatewayKey });
  await client.createProvider({
    name: 'emulator',
    region: 'us-east-1',
    api_base: emulator.url,
    auth: { type: 'api_key', api_key: defaultBearerToken },
  });
  return {
    url: server.url,
    async stop() {
      await server.kill('SIGTERM');
      bundle.remove();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

beforeAll(async () => {
  directory = installPackage();
  const scope = path.join(directory, 'node_modules', '@outcrop');
  mkdirSync(scope);
  symlinkSync(path.join(root, 'packages/emulator'), path.join(scope, 'emulator'));
  for (const name of ['esbuild', 'vite'])
    symlinkSync(path.join(root, 'node_modules', name), path.join(directory, 'node_modules', name));
  copyFileSync(path.join(directory, 'unaware.mjs'), path.join(directory, 'app.mjs'));
  emulator = await startEmulator();
  collector = await Collector.start();
  gateway = await startGateway();
}, 60_000);

afterAll(async () => {
  await gateway.stop();
  await Promise.all([emulator.close(), collector.close()]);
  rmSync(directory, { recursive: true, force: true });
});

describe('every JavaScript snippet of the documentation runs', () => {
  const snippets = pages.flatMap(listSnippets);

  test('there are some', () => {
    expect(snippets.length).toBeGreaterThanOrEqual(5);
  });

  test.each(snippets.map(({ name, code }) => [name, code] as const))('%s', async (name, code) => {
    const file = path.join(directory, `${name.replaceAll(/\W+/g, '-')}.mjs`);
    writeFileSync(file, code);
    const usesGateway = name.startsWith('docs/gateway.md');
    const { stderr } = await run(process.execPath, [file], {
      cwd: directory,
      timeout: 25_000,
      env: {
        PATH: process.env['PATH'],
        NODE_NO_WARNINGS: '1',
        AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator.url,
        AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME: emulator.url,
        ANTHROPIC_BEDROCK_BASE_URL: emulator.url,
        AWS_BEDROCK_BASE_URL: `${emulator.url}/openai/v1`,
        AWS_BEARER_TOKEN_BEDROCK: defaultBearerToken,
        AWS_ACCESS_KEY_ID: 'AKIDEMULATOR',
        AWS_SECRET_ACCESS_KEY: 'emulator-secret',
        AWS_REGION: 'us-east-1',
        OUTCROP_API_KEY: usesGateway ? gatewayKey : 'docs-key',
        OUTCROP_API_URL: usesGateway ? gateway.url : collector.url,
      },
    });
    expect(stderr).toBe('');
  });
});

test('the guide to the SDK lists every option and every variable of the environment', () => {
  const settings = readFileSync(path.join(root, 'packages/sdk/src/settings.ts'), 'utf8');
  const [options = ''] = /interface LoggerOptions \{.*?^\}/ms.exec(settings) ?? [];
  const names = [
    ...options.matchAll(/^ {2}(\w+)\?:/gm),
    ...settings.matchAll(/'([A-Z]+(?:_[A-Z]+)+|BAGGAGE|TRACE\w+)'/g),
  ];
  const guide = readFileSync(path.join(root, 'docs/sdk.md'), 'utf8');
  const [table = ''] = /^## Options\n.*?^## /ms.exec(guide) ?? [];

  expect(names.length).toBeGreaterThan(30);
  expect(names.map(([, name = '']) => name).filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});

test('the guide to the server lists every variable of the environment', () => {
  const config = readFileSync(path.join(root, 'apps/server/src/config.ts'), 'utf8');
  const names = new Set([...config.matchAll(/'(OUTCROP_[A-Z_]+)'/g)].map(([, name = '']) => name));
  const guide = readFileSync(path.join(root, 'docs/server.md'), 'utf8');
  const [table = ''] = /^## Configuration\n.*?^## /ms.exec(guide) ?? [];

  expect(names.size).toBeGreaterThan(15);
  expect([...names].filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});

describe('every link of the documentation leads somewhere', () => {
  const everyPage = [...pages, 'CONTRIBUTING.md', 'docs/architecture.md', 'examples/README.md'];

  test.each(everyPage)('%s', (page) => {
    const missing = listLinks(page).filter(
      (link) => !existsSync(path.resolve(root, path.dirname(page), link)),
    );
    expect(missing).toEqual([]);
  });
});
