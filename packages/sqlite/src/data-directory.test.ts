import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquireDataDirectory } from './data-directory.ts';
import { createTemporaryDirectory } from './testing/temporary-directory.ts';

const script = join(import.meta.dirname, 'testing', 'own-directory.ts');
const fromSource = ['--import', 'tsx', '--conditions', 'outcrop-source', script];

/** Starts a process that takes the directory; `said` is its first line. */
async function startOwner(directory: string, url = ''): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [...fromSource, directory, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: line.toString().trim() };
}

describe('acquireDataDirectory', () => {
  it('creates the directory', () => {
    const path = join(createTemporaryDirectory(), 'new', 'data');
    acquireDataDirectory(path).release();
    expect(existsSync(path)).toBe(true);
  });

  it('refuses a second owner within the process until the first releases', () => {
    const path = createTemporaryDirectory();
    const first = acquireDataDirectory(path, { url: 'http://127.0.0.1:1' });
    expect(() => acquireDataDirectory(path)).toThrow(
      expect.objectContaining({ code: 'data_directory_in_use' }),
    );
    first.release();
    first.release();
    acquireDataDirectory(path).release();
  });

  it('names the owner, with the url it announced last', async () => {
    const path = createTemporaryDirectory();
    const owner = acquireDataDirectory(path);
    expect((await startOwner(path)).said).toContain(`is in use by process ${process.pid}:`);
    owner.announce('http://127.0.0.1:4310');
    expect((await startOwner(path)).said).toContain(`process ${process.pid} at http://127.0.0.1:4310:`);
    owner.release();
    expect((await startOwner(path)).said).toBe('owned');
  });

  it('is free again when the owner was killed', async () => {
    const path = createTemporaryDirectory();
    const { child, said } = await startOwner(path, 'http://127.0.0.1:2');
    expect(said).toBe('owned');
    expect(() => acquireDataDirectory(path)).toThrow(`process ${child.pid} at http://127.0.0.1:2`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    acquireDataDirectory(path).release();
  });

  it('has one winner when several start at once', async () => {
    const path = createTemporaryDirectory();
    const started = await Promise.all(Array.from({ length: 4 }, () => startOwner(path)));
    expect(started.filter(({ said }) => said === 'owned')).toHaveLength(1);
    expect(started.filter(({ said }) => said.includes('is in use by'))).toHaveLength(3);
  });
});
