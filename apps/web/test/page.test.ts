import { describe, expect, it } from 'vitest';

import { buildSpan } from './support/build-span.ts';
import { hasChromium, listOverflow, saveScreenshot } from './support/chromium.ts';
import { narrow, setUpPage, wide } from './support/page-under-test.ts';
import { nowMicroseconds, randomHex } from './support/sample-values.ts';
import { sendSpans } from './support/send-spans.ts';

describe.skipIf(!hasChromium())('the page in Chromium', () => {
  const under = setUpPage();
  const { openPage, createContext, createStrangersContext, createSignInLink } = under;

  it('sends a stranger to sign in, and tells how', async () => {
    const context = await createStrangersContext();
    const page = await openPage('/projects/sample', { context, expects: /401/ });
    await page.getByRole('heading', { name: 'Sign in to Outcrop' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(await page.getByRole('main').textContent()).toContain('npm start');
  });

  it('signs in by the printed link, and teaches the ways to the first trace', async () => {
    const page = await openPage(under.server.signInUrl);
    await page.getByRole('heading', { name: 'Bring your first Bedrock call to the surface' }).waitFor();
    expect(page.url()).not.toContain('token');
    await page.getByRole('button', { name: 'Create a key for the snippets' }).click();
    const copy = page.getByRole('button', { name: 'Copy API key' });
    await copy.click();
    const key = await page.evaluate(() => navigator.clipboard.readText());
    expect(key).toMatch(/^oc_/);
    for (const snippet of [
      'AWS SDK environment',
      'OpenAI, JavaScript',
      'Shell',
      'TypeScript',
      'Environment',
    ]) {
      expect(await page.getByLabel(snippet, { exact: true }).textContent()).toContain(key);
    }
    await saveScreenshot(page, 'first-trace-1440-light');
  });

  it('runs the sample calls and lists their traces', async () => {
    const page = await openPage('/');
    await page.getByRole('button', { name: 'Run sample calls' }).click();
    const rows = page.getByRole('table').getByRole('row');
    await page.getByRole('link', { name: 'weather-agent' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/projects/sample');
    const failed = rows.filter({ hasText: 'ValidationException' });
    await failed.getByRole('img', { name: 'failed' }).waitFor();
    expect(await rows.filter({ hasText: 'weather-agent' }).textContent()).toMatch(
      /claude-sonnet-4-5\d+ → \d+\$0\.\d+\d+(?:\.\d+)? m?s4/,
    );
  });

  it('walks from the list to a trace and through its spans by keyboard', async () => {
    const page = await openPage('/projects/sample');
    await page.getByRole('link', { name: 'weather-agent' }).waitFor();
    await page.keyboard.press('j');
    await page.waitForFunction(() => document.activeElement?.tagName === 'A');
    const name = await page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: name ?? '' }).waitFor();
    expect(await page.getByRole('treeitem').count()).toBeGreaterThan(0);

    await page.goBack();
    await page.getByRole('link', { name: 'weather-agent' }).click();
    const selected = page.getByRole('treeitem', { selected: true });
    await selected.waitFor();
    expect(await selected.textContent()).toContain('bedrock.converse');
    await page.keyboard.press('k');
    await page.getByRole('heading', { level: 2, name: 'get_weather' }).waitFor();
    expect(new URL(page.url()).searchParams.get('span')).toMatch(/^[0-9a-f]{16}$/);
    await page.keyboard.press('4');
    await page.getByRole('tab', { name: 'JSON', selected: true }).waitFor();
    expect(new URL(page.url()).searchParams.get('view')).toBe('json');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Traces' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === 'weather-agent');
  });

  it('shows a conversation as messages, with the tool call and its result together', async () => {
    const page = await openPage('/projects/sample');
    await page.getByRole('link', { name: 'weather-agent' }).click();
    const call = page.getByRole('region', { name: 'Tool call get_weather' });
    await call.getByRole('region', { name: 'Result' }).waitFor();
    expect(await call.textContent()).toContain('Oslo');
    const roles = await page
      .getByRole('article')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(roles).toEqual(['System message', 'User message', 'Assistant message', 'Assistant message']);
    await page.keyboard.press('3');
    await page.getByRole('tabpanel').getByText('Cost').first().waitFor();
    expect(await page.getByRole('tabpanel').textContent()).toMatch(/Input\d+.*Output\d+/);
  });

  it('opens the very span that a link names', async () => {
    const page = await openPage('/projects/sample');
    await page.getByRole('link', { name: 'weather-agent' }).click();
    await page.getByRole('treeitem').filter({ hasText: 'get_weather' }).click();
    await page.getByRole('button', { name: 'Copy link to this span' }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const opened = await openPage(link);
    await opened.getByRole('heading', { level: 2, name: 'get_weather' }).waitFor();
    expect(await opened.getByRole('treeitem', { selected: true }).textContent()).toContain('get_weather');
  });

  it('fills in live, and follows a running call to its end', async () => {
    const trace = { trace_id: randomHex(32), span_id: randomHex(16), project: 'sample', name: 'live-call' };
    const running = buildSpan({ ...trace, start_time: nowMicroseconds(), end_time: null });
    const page = await openPage('/projects/sample');
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    expect(await sendSpans(under.server, [running])).toBe(200);
    const row = page.getByRole('row').filter({ hasText: 'live-call' });
    await row.getByRole('img', { name: 'running' }).waitFor();
    await row.getByRole('link').click();
    await page.getByText('so far').first().waitFor();
    const ended = {
      ...running,
      end_time: running.start_time + 1_500_000,
      revision: 2,
      output: 'It is done.',
    };
    expect(await sendSpans(under.server, [ended])).toBe(200);
    await page.getByText('It is done.').waitFor();
    await page.getByText('1.50 s').first().waitFor();
    expect(await page.getByText('so far').count()).toBe(0);
  });

  it('holds new traces back while the reader is further down', async () => {
    const start = nowMicroseconds();
    const spans = Array.from({ length: 200 }, (_, index) =>
      buildSpan({
        trace_id: randomHex(32),
        span_id: randomHex(16),
        project: 'busy',
        name: `call ${index}`,
        start_time: start + index * 1000,
        end_time: start + index * 1000 + 500,
      }),
    );
    expect(await sendSpans(under.server, spans.slice(0, 190))).toBe(200);
    const page = await openPage('/projects/busy');
    await page.getByRole('link', { name: 'call 189' }).waitFor();
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await page.getByRole('table').evaluate((table) => table.scrollTo({ top: 2000 }));
    const firstShown = page.getByRole('link', { name: 'call 140', exact: true });
    const place = await firstShown.boundingBox();
    expect(await sendSpans(under.server, spans.slice(190))).toBe(200);
    await page.getByRole('button', { name: '10 new' }).waitFor();
    expect(await firstShown.boundingBox()).toEqual(place);
    await page.getByRole('button', { name: '10 new' }).click();
    await page.getByRole('link', { name: 'call 199', exact: true }).waitFor();
    // Older pages are loaded on the way down.
    await page.waitForFunction(() => {
      const table = document.querySelector('[role=table]');
      table?.scrollTo({ top: table.scrollHeight });
      return [...document.querySelectorAll('[role=row] a')].some((link) => link.textContent === 'call 0');
    });
  });

  it('treats what a trace says as text', async () => {
    const attack = '<img src=x onerror="document.title=\'broken\'">';
    const span = buildSpan({
      trace_id: randomHex(32),
      span_id: randomHex(16),
      project: 'sample',
      name: attack,
      start_time: nowMicroseconds(),
      end_time: nowMicroseconds() + 1000,
      input: {
        messages: [
          { role: 'user', content: [{ text: `# ${attack}\n\n[click](javascript:alert(1)) **${attack}**` }] },
        ],
      },
      output: { message: { role: 'assistant', content: [{ text: '- [fine](https://example.com/a)' }] } },
      error: { type: attack, message: attack },
    });
    expect(await sendSpans(under.server, [span])).toBe(200);
    const page = await openPage(`/projects/sample/traces/${span.trace_id}`);
    await page.getByRole('heading', { level: 1, name: attack }).waitFor();
    await page.getByRole('article', { name: 'User message' }).waitFor();
    expect(await page.locator('img[src]').count()).toBe(0);
    expect(await page.title()).toContain(attack);
    const links = await page
      .getByRole('tabpanel')
      .locator('a')
      .evaluateAll((all) => all.map((one) => one.outerHTML));
    expect(links).toHaveLength(1);
    expect(links[0]).toContain('rel="noopener noreferrer nofollow"');
  });

  it('draws only what is in sight of ten thousand spans, and reaches the last', async () => {
    const root = buildSpan({
      trace_id: randomHex(32),
      span_id: randomHex(16),
      project: 'large',
      name: 'import',
      type: 'task',
      start_time: nowMicroseconds(),
      end_time: nowMicroseconds() + 10_000_000,
    });
    const children = Array.from({ length: 9999 }, (_, index) => ({
      ...root,
      span_id: (index + 1).toString(16).padStart(16, '0'),
      parent_span_id: root.span_id,
      name: `step ${index}`,
      start_time: root.start_time + index * 1000,
      end_time: root.start_time + index * 1000 + 900,
    }));
    const all = [root, ...children];
    for (let start = 0; start < all.length; start += 1000) {
      expect(await sendSpans(under.server, all.slice(start, start + 1000))).toBe(200);
    }
    const page = await openPage(`/projects/large/traces/${root.trace_id}`);
    await page.getByText('10,000 spans').waitFor();
    expect(await page.getByRole('treeitem').count()).toBeLessThan(100);
    await page.getByRole('treeitem').first().focus();
    await page.keyboard.press('End');
    await page.getByRole('heading', { level: 2, name: 'step 9998' }).waitFor();
    await page.getByRole('treeitem', { name: /^step 9998/, selected: true }).waitFor();
    expect(await page.getByRole('treeitem').count()).toBeLessThan(100);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('treeitem', { name: /^import/, expanded: false }).waitFor();
    expect(await page.getByRole('treeitem').count()).toBe(1);
  });

  it('opens a 5 MB message without laying all of it out', async () => {
    const span = buildSpan({
      trace_id: randomHex(32),
      span_id: randomHex(16),
      project: 'large',
      start_time: nowMicroseconds(),
      end_time: nowMicroseconds() + 1000,
      input: { prompt: 'all work and no play\n'.repeat(250_000) },
      output: { completion: 'done' },
    });
    expect(await sendSpans(under.server, [span])).toBe(200);
    const page = await openPage(`/projects/large/traces/${span.trace_id}`);
    await page.getByRole('button', { name: /^Show .* more of 5,250,000 characters$/ }).waitFor();
    await page.keyboard.press('4');
    await page.getByText('5,250,000 characters').waitFor();
    await page.getByRole('button', { name: 'Open prompt' }).click();
    expect(await page.getByText('all work and no play').count()).toBeLessThan(150);
  });

  it('explains a trace and a span that are not there', async () => {
    const page = await openPage('/projects/sample/traces/none', { expects: /404/ });
    await page.getByRole('heading', { name: 'There is no such trace' }).waitFor();
    const list = await openPage('/projects/sample');
    const path = await list.getByRole('link', { name: 'weather-agent' }).getAttribute('href');
    const missing = await openPage(`${path}?span=0000000000000000`);
    await missing.getByRole('heading', { name: 'This span is not in the trace' }).waitFor();
    expect(await missing.getByRole('treeitem').count()).toBe(4);
  });

  it('makes a key that works, shows it once, and revokes it', async () => {
    const page = await openPage('/settings/keys');
    await page.getByRole('link', { name: 'Create a key' }).click();
    await page.getByLabel('Name of the new key').fill('from the test');
    await page.getByRole('button', { name: 'Create key' }).click();
    const shown = page.getByRole('dialog', { name: /Copy this key now/ });
    const apiKey = (await shown.locator('code').first().textContent()) ?? '';
    expect(await shown.getByLabel('Environment', { exact: true }).textContent()).toContain(
      `AWS_BEARER_TOKEN_BEDROCK=${apiKey}\nexport AWS_REGION=us-east-1`,
    );
    const span = buildSpan({ trace_id: randomHex(32), span_id: randomHex(16), project: 'by-key' });
    expect(await sendSpans({ url: under.server.url, apiKey }, [span])).toBe(200);
    await saveScreenshot(page, 'key-created-1440-light');
    await page.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByText('from the test').waitFor();
    expect(await page.textContent('body')).not.toContain(apiKey);
    await page.getByRole('link', { name: 'from the test' }).click();
    await page.getByText('budgets and pace of model calls').click();
    await page.getByLabel('Budget a day').fill('7.50');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('of $7.50').waitFor();
    await page.getByRole('button', { name: 'Revoke from the test' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(await sendSpans({ url: under.server.url, apiKey }, [span])).toBe(200);
    await page.getByRole('button', { name: 'Revoke from the test' }).click();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await page.getByRole('button', { name: 'Revoke from the test' }).waitFor({ state: 'detached' });
    expect(await sendSpans({ url: under.server.url, apiKey }, [span])).toBe(401);
  });

  it.each([
    { size: 1440, viewport: wide, colorScheme: 'light' },
    { size: 1440, viewport: wide, colorScheme: 'dark' },
    { size: 390, viewport: narrow, colorScheme: 'light' },
    { size: 390, viewport: narrow, colorScheme: 'dark' },
  ] as const)('fits $size pixels in $colorScheme', async ({ size, viewport, colorScheme }) => {
    const context = await createContext({ viewport, colorScheme, hasTouch: size === 390 });
    const page = await openPage('/projects/sample', { context });
    const name = `${size}-${colorScheme}`;
    const link = page.getByRole('link', { name: 'weather-agent' });
    await link.waitFor();
    expect(await listOverflow(page)).toEqual([]);
    await saveScreenshot(page, `list-${name}`);
    await link.click();
    await page.getByRole('treeitem').filter({ hasText: 'get_weather' }).waitFor();
    expect(await listOverflow(page)).toEqual([]);
    if (size === 390) {
      await saveScreenshot(page, `tree-${name}`);
      await page.getByRole('treeitem').filter({ hasText: 'bedrock.converse' }).last().click();
    }
    await page.getByRole('article').last().waitFor();
    expect(await listOverflow(page)).toEqual([]);
    await saveScreenshot(page, `trace-${name}`);
    for (const lens of ['Parameters', 'Metrics', 'JSON']) {
      await page.getByRole('tab', { name: lens }).click();
      await page.getByRole('tab', { name: lens, selected: true }).waitFor();
      expect(await listOverflow(page)).toEqual([]);
    }
  });

  it('keeps a chosen theme', async () => {
    const context = await createContext({ viewport: wide, colorScheme: 'light' });
    const page = await openPage('/settings/keys', { context });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByRole('button', { name: 'Theme: system. Change to light' }).click();
    await page.getByRole('button', { name: 'Theme: light. Change to dark' }).click();
    expect(await background()).not.toBe(light);
    await page.reload();
    await page.getByRole('button', { name: 'Theme: dark. Change to system' }).waitFor();
    expect(await background()).not.toBe(light);
  });

  it('signs out, and then shows nothing', async () => {
    const url = await createSignInLink();
    const context = await createStrangersContext();
    const page = await openPage(url, { context, expects: /401/ });
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Outcrop' }).waitFor();
    await page.goto(new URL('/projects', under.server.url).href);
    await page.getByRole('heading', { name: 'Sign in to Outcrop' }).waitFor();
    expect(await page.textContent('body')).not.toContain('sample');
  });
});
