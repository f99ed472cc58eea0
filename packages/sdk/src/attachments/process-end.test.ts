import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Collector } from '../../test/collector.ts';
import { installPackage } from '../../test/install-package.ts';

let directory: string;
let collector: Collector;

beforeAll(() => {
  directory = installPackage();
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

beforeEach(async () => {
  collector = await Collector.start();
});

afterEach(() => collector.close());

/** Resolves to the exit code. */
function runApp(ending: string, filling: string): Promise<number | string | undefined> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['attachment.mjs', ending, filling],
      {
        cwd: directory,
        env: { PATH: process.env['PATH'], OUTCROP_API_KEY: 'k', OUTCROP_API_URL: collector.url },
      },
      (error) => resolve(error ? (error.code ?? 'killed') : 0),
    );
  });
}

test('a process that runs out of work uploads what it recorded', async () => {
  expect(await runApp('return', 'a')).toBe(0);
  const bytes = Buffer.alloc(5_000_000, 'a');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  expect(collector.span.input).toMatchObject({ file: { byte_length: bytes.length, sha256 } });
  expect(collector.attachments.get(sha256)?.equals(bytes)).toBe(true);
});

test('process.exit() sends the span and does not wait for the bytes', async () => {
  expect(await runApp('exit', 'b')).toBe(3);
  expect(collector.span.input).toEqual({
    file: { type: 'attachment', content_type: 'application/octet-stream', byte_length: 5_000_000 },
  });
  expect(collector.uploads).toEqual([]);
});
