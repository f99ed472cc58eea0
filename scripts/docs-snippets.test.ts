import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { defaultBearerToken, startEmulator, type Emulator } from '@outcrop/emulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
});

afterAll(async () => {
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
        OUTCROP_API_KEY: 'docs-key',
        OUTCROP_API_URL: collector.url,
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

describe('every link of the documentation leads somewhere', () => {
  const everyPage = [...pages, 'CONTRIBUTING.md', 'docs/architecture.md', 'examples/README.md'];

  test.each(everyPage)('%s', (page) => {
    const missing = listLinks(page).filter(
      (link) => !existsSync(path.resolve(root, path.dirname(page), link)),
    );
    expect(missing).toEqual([]);
  });
});
