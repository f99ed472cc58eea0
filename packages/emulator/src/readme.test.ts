import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';

import { parseDirectives } from './script/parse-directives.ts';
import { readScriptFile } from './script/script.ts';

const packageFolder = resolve(import.meta.dirname, '..');
const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8');
const written: string[] = [];

afterEach(() => {
  for (const path of written.splice(0)) rmSync(path);
});

function listBlocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gmsu'))].map(
    (match) => match[1] ?? '',
  );
}

/** Beside the package, so that its own name and the SDK's resolve as they do for a reader. */
function write(name: string, content: string): string {
  const path = join(packageFolder, 'test', name);
  writeFileSync(path, content);
  written.push(path);
  return path;
}

test.each(listBlocks('js').map((code, index) => [index + 1, code] as const))(
  'example %i runs',
  async (index, code) => {
    const file = write(`readme-example-${index}.mjs`, code);
    const run = promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--conditions', 'outcrop-source', file],
      {
        cwd: packageFolder,
      },
    );
    await expect(run).resolves.toBeDefined();
  },
);

test('the example of a script can be read', () => {
  const [script = ''] = listBlocks('json');
  expect(readScriptFile(write('readme-script.json', script))).toHaveLength(2);
});

test('every directive in the table is one', () => {
  const directives = [...readme.matchAll(/^\| `([a-z-]+(?:=[^`]*)?)` +\|/gmu)]
    .map((match) => match[1] ?? '')
    .filter((entry) => entry === 'hang' || entry.includes('='));
  expect(directives).toHaveLength(11);
  for (const directive of directives) {
    const whole = directive.startsWith('attempts') ? `status=500:X; ${directive}` : directive;
    expect(() => parseDirectives(whole)).not.toThrow();
  }
});
