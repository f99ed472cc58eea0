import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { hasChromium } from './support/chromium.ts';
import { setUpPage } from './support/page-under-test.ts';

const expects = /ERR_|Failed to load|EventSource/;

describe.skipIf(!hasChromium())('while the server is down', () => {
  const under = setUpPage();
  const { openPage, signIn } = under;

  it('the list stays, and says so', async () => {
    await signIn();
    const page = await openPage('/', { expects });
    await page.getByRole('button', { name: 'Run sample calls' }).click();
    await page.getByRole('link', { name: 'weather-agent' }).waitFor();
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await under.server.stop();
    await page.getByRole('status').filter({ hasText: 'Reconnecting' }).waitFor();
    expect(await page.getByRole('link', { name: 'weather-agent' }).isVisible()).toBe(true);
    await under.server.restart();
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
  });

  it.each([
    ['weather-agent', 'weather-agent'],
    ['Settings', 'AI providers'],
  ])('%s opens with what is wrong, and heals by itself', async (name, heading) => {
    const page = await openPage('/projects/sample', { expects });
    const link = page.getByRole('link', { name });
    await link.waitFor();
    await under.server.stop();
    await link.click();
    await page.getByRole('heading', { name: 'The server does not answer' }).waitFor();
    expect(await page.getByRole('banner').isVisible()).toBe(true);
    await under.server.restart();
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.getByRole('heading', { name: 'The server does not answer' }).waitFor({ state: 'detached' });
  });

  it('an open tab goes on when the server comes back with another build of the page', async () => {
    const otherBuild = mkdtempSync(join(tmpdir(), 'outcrop-other-build-'));
    onTestFinished(() => rmSync(otherBuild, { recursive: true }));
    writeFileSync(join(otherBuild, 'index.html'), '<title>another build</title>');
    const page = await openPage('/projects/sample', { expects });
    await page.getByRole('link', { name: 'weather-agent' }).waitFor();
    await under.server.restart(otherBuild);
    await page.getByRole('link', { name: 'weather-agent' }).click();
    await page.getByRole('heading', { level: 2, name: 'bedrock.converse' }).waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { level: 1, name: 'AI providers' }).waitFor();
    expect(await page.title()).toContain('AI providers');
  });
});
