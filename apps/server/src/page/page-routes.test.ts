import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import { createTestDirectory, createTestServer } from '../testing/create-test-server.ts';

async function createPageServer(): Promise<{ app: FastifyInstance; build: () => Promise<void> }> {
  const parent = await createTestDirectory();
  const pageDirectory = join(parent, 'page');
  const { app } = await createTestServer({
    config: { pageDirectory },
  });
  await writeFile(join(parent, 'secret.txt'), 'secret');
  return {
    app,
    async build() {
      await mkdir(join(pageDirectory, 'assets'), { recursive: true });
      await writeFile(join(pageDirectory, 'index.html'), '<!doctype html><title>Outcrop</title>');
      await writeFile(join(pageDirectory, 'assets', 'index-abc123.js'), 'export {};');
    },
  };
}

describe('the page', () => {
  it('says how to build it while it is not, and is found once it is', async () => {
    const { app, build } = await createPageServer();
    const missing = await app.inject({ url: '/' });
    expect([missing.statusCode, missing.body]).toEqual([503, expect.stringContaining('npm run build')]);
    await build();
    expect((await app.inject({ url: '/' })).body).toContain('<title>Outcrop</title>');
  });

  it.each(['/', '/sign-in', '/projects/my%20app/traces/0af7?span=1', '/projects/v1.2', '/settings/keys'])(
    'is its entry at %s, uncached and under a strict policy',
    async (url) => {
      const { app, build } = await createPageServer();
      await build();
      const answer = await app.inject({ url, headers: { accept: 'text/html,*/*' } });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain('<title>Outcrop</title>');
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; " +
          "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
      });
    },
  );

  it('lets browsers keep files whose names are hashes of their content', async () => {
    const { app, build } = await createPageServer();
    await build();
    const answer = await app.inject({
      url: '/assets/index-abc123.js',
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      vary: 'accept-encoding',
    });
    expect(gunzipSync(answer.rawPayload).toString()).toBe('export {};');
    expect((await app.inject({ url: '/assets/index-abc123.js' })).body).toBe('export {};');
  });

  it.each([
    '/assets/gone-123.js',
    '/favicon.ico',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
  ])('has no file %s', async (url) => {
    const { app, build } = await createPageServer();
    await build();
    const answer = await app.inject({ url });
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain('secret"');
  });

  it.each(['/api/nothing', '/v1/nothing', '/health/nothing'])(
    'does not stand in for the API at %s',
    async (url) => {
      const { app, build } = await createPageServer();
      await build();
      const answer = await app.inject({ url, headers: { accept: 'text/html' } });
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ error: { code: 'not_found' } });
    },
  );

  it('answers JSON for a method that no path has', async () => {
    const { app } = await createPageServer();
    const answer = await app.inject({ method: 'PUT', url: '/projects' });
    expect([answer.statusCode, answer.json()]).toEqual([
      404,
      { error: { code: 'not_found', message: expect.stringContaining('no PUT /projects') as string } },
    ]);
  });
});
