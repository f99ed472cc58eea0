import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTracedModule } from './traced-module.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'outcrop-modules-'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A folder that holds a package of that name. */
function createPackage(folder: string, name: string): string {
  const location = path.join(directory, folder);
  mkdirSync(location, { recursive: true });
  writeFileSync(path.join(location, 'package.json'), JSON.stringify({ name }));
  return location;
}

const client = '@aws-sdk/client-bedrock-runtime';

describe('finds the client', () => {
  test.each([
    ['under npm', `/app/node_modules/${client}/dist-es/BedrockRuntimeClient.js`, 'esm'],
    ['in its CommonJS build', `/app/node_modules/${client}/dist-cjs/index.js`, 'cjs'],
    [
      'under pnpm',
      `/app/node_modules/.pnpm/@aws-sdk+client-bedrock-runtime@3.1164.0/node_modules/${client}/dist-es/BedrockRuntimeClient.js`,
      'esm',
    ],
    [
      "in Yarn's cache",
      `/app/.yarn/cache/@aws-sdk-client-bedrock-runtime-npm-3.1164.0-0a1b2c.zip/node_modules/${client}/dist-cjs/index.js`,
      'cjs',
    ],
    [
      'on Windows',
      `C:\\app\\node_modules\\@aws-sdk\\client-bedrock-runtime\\dist-es\\BedrockRuntimeClient.js`,
      'esm',
    ],
    ["with a bundler's query", `/app/node_modules/${client}/dist-es/BedrockRuntimeClient.js?v=1`, 'esm'],
  ])('%s', (_place, file, format) => {
    expect(findTracedModule(file)).toMatchObject({ packageName: client, format });
  });

  test('under another name, by its package.json', () => {
    const folder = createPackage('node_modules/bedrock-of-old', client);
    expect(findTracedModule(path.join(folder, 'dist-cjs/index.js'))).toMatchObject({ packageName: client });
  });
});

describe('leaves alone', () => {
  test.each([
    ['another module of the client', `/app/node_modules/${client}/dist-es/commands/ConverseCommand.js`],
    ['its source map', `/app/node_modules/${client}/dist-es/BedrockRuntimeClient.js.map`],
    ["a client's build without a package.json", '/app/dist-cjs/index.js'],
  ])('%s', (_what, file) => {
    expect(findTracedModule(file)).toBeUndefined();
  });

  test('the build of another client', () => {
    const folder = createPackage('node_modules/@aws-sdk/client-s3', '@aws-sdk/client-s3');
    expect(findTracedModule(path.join(folder, 'dist-cjs/index.js'))).toBeUndefined();
  });
});
