import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { JsonValue, Span } from '@outcrop/protocol';
import { beforeAll, describe, expect, it } from 'vitest';

import { buildSpan } from './support/build-span.ts';
import { hasChromium, listOverflow, saveScreenshot } from './support/chromium.ts';
import { narrow, setUpPage } from './support/page-under-test.ts';
import { nowMicroseconds, randomHex } from './support/sample-values.ts';
import { sendSpans } from './support/send-spans.ts';

/** Ended a moment ago. */
function buildRecentSpan(given: Partial<Span>): Span {
  const start_time = nowMicroseconds() - 2_000_000;
  return buildSpan({
    trace_id: randomHex(32),
    span_id: randomHex(16),
    project: 'reading',
    start_time,
    end_time: start_time + 1_500_000,
    ...given,
  });
}

function buildNarrowedSpan(name: string, given: Partial<Span> = {}): Span {
  return buildRecentSpan({ project: 'narrowed', name, ...given });
}

const question = { messages: [{ role: 'user', content: [{ text: 'Tell me all.' }] }] };

describe.skipIf(!hasChromium())('reading a trace', () => {
  const under = setUpPage();
  const { openPage, createContext } = under;
  beforeAll(() => under.signIn());

  it('says of a stream that was left that it was, and that its cost is unknown', async () => {
    const span = buildRecentSpan({
      name: 'left-stream',
      input: question,
      output: { message: { role: 'assistant', content: [{ text: 'First of' }] } },
      metadata: { model: 'amazon.nova-lite-v1:0', partial: true, partial_reason: 'left' },
    });
    expect(await sendSpans(under.server, [span])).toBe(200);
    const page = await openPage('/projects/reading');
    const row = page.getByRole('row').filter({ hasText: 'left-stream' });
    await row.getByRole('img', { name: 'partial' }).waitFor();
    expect(await row.textContent()).toContain('unknown');
    await row.getByRole('link').click();
    await page.getByText('The app stopped reading here. This is what it had read.').waitFor();
    expect(await page.getByRole('region', { name: 'Span left-stream' }).textContent()).toContain(
      'left early',
    );
    expect(await page.textContent('body')).toContain('cost unknown');
    expect(await page.textContent('body')).toContain('1 partial');
    await page.keyboard.press('3');
    await page.getByText('unknown: the stream ended before its usage arrived').waitFor();
    await saveScreenshot(page, 'partial-1440-light');
  });

  it('fits a long tool name and a tiny cost on a phone', async () => {
    const context = await createContext({ viewport: narrow, hasTouch: true });
    const span = buildRecentSpan({
      name: 'tiny',
      input: question,
      output: {
        message: {
          role: 'assistant',
          content: [
            {
              toolUse: {
                toolUseId: 'tooluse_O8Tl4SsbqSKpqZqVQMSXxx',
                name: 'look_up_the_customers_latest_return_label',
                input: { order: 'A -> B' },
              },
            },
          ],
        },
      },
      metadata: { model: 'amazon.nova-micro-v1:0' },
      metrics: { prompt_tokens: 25, completion_tokens: 2, tokens: 27, cost_usd: 0.000_001_2 },
    });
    expect(await sendSpans(under.server, [span])).toBe(200);
    const page = await openPage('/projects/reading', { context });
    expect(await page.getByRole('row').filter({ hasText: 'tiny' }).textContent()).toContain('$0.000001');
    expect(await listOverflow(page)).toEqual([]);
    await page.goto(`${under.server.url}/projects/reading/traces/${span.trace_id}?span=${span.span_id}`);
    const name = page.getByText('look_up_the_customers_latest_return_label', { exact: true });
    const box = await name.boundingBox();
    expect(box?.height).toBeLessThan(24);
    expect(await listOverflow(page)).toEqual([]);
    const ligatures = await page
      .getByText('"A -> B"')
      .evaluate((element) => getComputedStyle(element).fontVariantLigatures);
    expect(ligatures).toBe('none');
    await saveScreenshot(page, 'tool-390-light');
  });

  it('gives a lone span the room, with its facts beside the conversation', async () => {
    const span = buildRecentSpan({
      name: 'lone',
      input: question,
      output: { message: { role: 'assistant', content: [{ text: 'All.' }] } },
      metadata: { model: 'amazon.nova-lite-v1:0', provider: 'openai', max_tokens: 30, maxTokens: 30 },
      metrics: { prompt_tokens: 25, completion_tokens: 2, tokens: 27 },
    });
    expect(await sendSpans(under.server, [span])).toBe(200);
    const page = await openPage(`/projects/reading/traces/${span.trace_id}`);
    const facts = page.getByRole('complementary', { name: 'Facts' });
    await facts.getByText('maxTokens').waitFor();
    expect(await facts.textContent()).not.toContain('max_tokens');
    expect(await page.getByRole('tree').count()).toBe(0);
    const answer = await page.getByRole('article').last().boundingBox();
    expect(answer?.width).toBeGreaterThan(800);
    const joining = buildRecentSpan({
      trace_id: span.trace_id,
      parent_span_id: span.span_id,
      name: 'joining',
    });
    expect(await sendSpans(under.server, [joining])).toBe(200);
    await page.getByRole('treeitem', { name: /^lone/, selected: true }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('JOIN');
    await page.keyboard.press('Enter');
    await page.getByRole('treeitem', { name: /^joining/, selected: true }).waitFor();
    await page.getByText('1 of 1').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('k');
    await page.getByRole('treeitem', { name: /^lone/, selected: true }).waitFor();
  });

  it('keeps a name without spaces inside the screen of a phone', async () => {
    const context = await createContext({ viewport: narrow, hasTouch: true });
    const name = 'n'.repeat(120);
    const span = buildRecentSpan({ name, input: question });
    const part = buildRecentSpan({ name, trace_id: span.trace_id, parent_span_id: span.span_id });
    expect(await sendSpans(under.server, [span, part])).toBe(200);
    const page = await openPage(`/projects/reading/traces/${span.trace_id}`, { context });
    for (const level of [1, 2]) {
      if (level === 2) await page.getByRole('treeitem').last().click();
      const box = await page.getByRole('heading', { level, name }).boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(narrow.width);
      expect(await listOverflow(page)).toEqual([]);
    }
  });

  it('opens a lone span at once on a phone, and keeps it open when others join it', async () => {
    const context = await createContext({ viewport: narrow, hasTouch: true });
    const span = buildRecentSpan({
      name: 'alone',
      input: question,
      output: { message: { role: 'assistant', content: [{ text: 'All that there is.' }] } },
    });
    expect(await sendSpans(under.server, [span])).toBe(200);
    const page = await openPage('/projects/reading', { context });
    const link = page.getByRole('link', { name: 'alone' });
    await link.click();
    await page.getByText('All that there is.').waitFor();
    expect(await page.getByRole('treeitem').count()).toBe(0);
    expect(await page.getByRole('heading', { name: 'alone' }).count()).toBe(1);
    expect(await page.getByText('1.50 s').count()).toBe(1);
    expect(await listOverflow(page)).toEqual([]);
    await saveScreenshot(page, 'lone-span-390-light');
    await page.getByRole('link', { name: 'All traces of reading' }).click();
    await link.click();
    await page.getByText('All that there is.').waitFor();
    const { trace_id, span_id } = span;
    const joining = buildRecentSpan({ name: 'joining', trace_id, parent_span_id: span_id });
    expect(await sendSpans(under.server, [joining])).toBe(200);
    await page.getByRole('button', { name: 'Back to the spans' }).click();
    await page.getByRole('treeitem').filter({ hasText: 'joining' }).waitFor();
    await page.getByLabel('Find a span').fill('JOIN');
    const found = page.getByRole('treeitem');
    await found.filter({ hasText: 'alone' }).waitFor({ state: 'detached' });
    await found.filter({ hasText: 'joining' }).click();
    await page.getByRole('button', { name: 'Back to the spans' }).click();
    await found.filter({ hasText: 'joining' }).waitFor();
    expect(await page.getByLabel('Find a span').inputValue()).toBe('JOIN');
  });

  it('goes with the arrow keys from what was found on a narrow screen, not from what stood there before', async () => {
    const root = buildRecentSpan({ name: 'errand', type: 'task', input: 'Go.' });
    const call = buildRecentSpan({
      ...root,
      name: 'inquiry',
      type: 'llm',
      span_id: randomHex(16),
      parent_span_id: root.span_id,
    });
    expect(await sendSpans(under.server, [root, call])).toBe(200);
    const page = await openPage(`/projects/reading/traces/${root.trace_id}`, {
      context: await createContext({ viewport: narrow }),
    });
    await page.getByRole('treeitem', { name: /^inquiry/, selected: true }).waitFor();
    const search = page.getByLabel('Find a span');
    await search.fill('inquiry');
    await page.getByRole('treeitem', { name: /^errand/ }).waitFor({ state: 'detached' });
    await search.blur();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('heading', { level: 2, name: 'errand' }).waitFor();
  });

  it('opens the first span that recorded something where the root recorded nothing', async () => {
    const root = buildRecentSpan({ name: 'frame', type: 'task' });
    const part = (name: string, given: Partial<Span> = {}): Span =>
      buildRecentSpan({ ...root, name, span_id: randomHex(16), parent_span_id: root.span_id, ...given });
    const spans = [root, part('silent'), part('telling', { type: 'function', output: 'It is said here.' })];
    expect(await sendSpans(under.server, spans)).toBe(200);
    const page = await openPage('/projects/reading');
    await page.evaluate(() => {
      new MutationObserver(() => {
        if (document.body.textContent.includes('This span is not in the trace'))
          document.body.dataset['missed'] = '';
      }).observe(document.body, { childList: true, subtree: true });
    });
    await page.getByRole('link', { name: 'frame' }).click();
    await page.getByText('It is said here.').waitFor();
    expect(await page.locator('body[data-missed]').count()).toBe(0);
    await page.getByRole('treeitem', { name: /^telling/, selected: true }).waitFor();
    await page.getByRole('treeitem', { name: /^frame/ }).click();
    await page.getByText('This span recorded no input and no output.').waitFor();
    await page.getByRole('tabpanel').getByRole('button', { name: 'telling' }).click();
    await page.getByText('It is said here.').waitFor();
  });

  it('shows the retries of a call, on its bar and in words', async () => {
    const start_time = nowMicroseconds() - 3_000_000;
    const retry = (attempt: number, afterMs: number) => ({
      name: 'retry',
      time: start_time + afterMs * 1000,
      attributes: {
        attempt,
        error_type: 'ThrottlingException',
        error_message: 'Too many requests, please wait before trying again.',
        status: 429,
        delay_ms: 212.5,
      },
    });
    const span = buildRecentSpan({
      name: 'throttled',
      start_time,
      end_time: start_time + 1_500_000,
      input: question,
      output: { message: { role: 'assistant', content: [{ text: 'At last.' }] } },
      metadata: {
        model: 'amazon.nova-lite-v1:0',
        service_tier: 'default',
        requested_service_tier: 'priority',
      },
      metrics: { prompt_tokens: 25, completion_tokens: 2, tokens: 27, cost_usd: 0.0012 },
      events: [retry(1, 300), retry(2, 700)],
    });
    const after = buildRecentSpan({ trace_id: span.trace_id, parent_span_id: span.span_id, type: 'tool' });
    expect(await sendSpans(under.server, [span, after])).toBe(200);
    const page = await openPage(`/projects/reading/traces/${span.trace_id}`);
    const events = page.getByRole('region', { name: 'Events' });
    await events.waitFor();
    expect(await events.textContent()).toContain(
      'Attempt 1 failed with ThrottlingException (HTTP 429), tried again after 213 ms',
    );
    expect(await page.getByRole('treeitem').first().textContent()).toContain('2 retries');
    expect(await page.getByTitle('Retry after ThrottlingException').count()).toBe(2);
    expect(await page.getByText('default tier, priority asked').count()).toBe(1);
    await saveScreenshot(page, 'retries-1440-light');
  });

  it('says what a guardrail found, where, and what it did', async () => {
    const span = buildRecentSpan({
      name: 'guarded',
      input: question,
      output: { message: { role: 'assistant', content: [{ text: 'Write to {EMAIL}.' }] } },
      metadata: {
        model: 'amazon.nova-lite-v1:0',
        guardrail_action: 'INTERVENED',
        guardrail_findings: [
          { side: 'input', policy: 'topicPolicy', name: 'Legal advice', type: 'DENY', action: 'NONE' },
          {
            side: 'output',
            policy: 'sensitiveInformationPolicy',
            type: 'EMAIL',
            match: 'ann@example.com',
            action: 'ANONYMIZED',
          },
        ],
        guardrail_units: { wordPolicyUnits: 1, topicPolicyUnits: 1 },
      },
      metrics: { guardrail_latency_ms: 42.5 },
    });
    expect(await sendSpans(under.server, [span])).toBe(200);
    const page = await openPage(`/projects/reading/traces/${span.trace_id}`);
    const guardrail = page.getByRole('region', { name: 'Guardrail' });
    await guardrail.waitFor();
    expect(await guardrail.textContent()).toContain('masked part of the text');
    const answer = guardrail.locator('section').filter({ hasText: 'In the answer' });
    expect(await answer.textContent()).toMatch(/masked.*Personal data: EMAIL.*ann@example.com/);
    await saveScreenshot(page, 'guardrail-1440-light');
  });

  it('shows the images of a call, and says of others that they have not come', async () => {
    const image = readFileSync(new URL('../../../docs/images/trace.png', import.meta.url));
    const sha256 = createHash('sha256').update(image).digest('hex');
    const { url, apiKey } = under.server;
    const kept = await fetch(`${url}/v1/attachments/${sha256}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${apiKey}` },
      body: image,
    });
    expect(kept.status).toBe(200);
    const reference = { type: 'attachment', content_type: 'image/png', byte_length: image.length };
    const content: JsonValue[] = [
      { image: { format: 'png', source: { bytes: { ...reference, sha256, name: 'screen.png' } } } },
      { image: { format: 'png', source: { bytes: { ...reference, sha256: '0'.repeat(64) } } } },
      { document: { name: 'terms', format: 'pdf', source: { s3Location: { uri: 's3://b/terms.pdf' } } } },
      { text: 'What is on it?' },
    ];
    const span = buildRecentSpan({
      name: 'looking',
      input: { messages: [{ role: 'user', content }] },
      output: { message: { role: 'assistant', content: [{ text: 'A trace.' }] } },
    });
    expect(await sendSpans(under.server, [span])).toBe(200);
    const page = await openPage(`/projects/reading/traces/${span.trace_id}`, { expects: /404/ });
    const shown = page.getByRole('img', { name: 'screen.png' });
    await shown.waitFor();
    await page.waitForFunction(() =>
      [...document.images].some(({ naturalWidth, complete }) => complete && naturalWidth > 100),
    );
    await page.getByText('no preview').waitFor();
    expect(await page.getByText('s3://b/terms.pdf').count()).toBe(1);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'screen.png' }).last().click();
    expect((await download).suggestedFilename()).toBe('screen.png');
    await saveScreenshot(page, 'image-1440-light');
  });

  it('narrows the list by words, errors and time, in the address and by keyboard', async () => {
    const old = nowMicroseconds() - 3 * 3_600_000_000;
    await sendSpans(under.server, [
      buildNarrowedSpan('order-agent', { metadata: { model: 'amazon.nova-pro-v1:0' } }),
      buildNarrowedSpan('broken', { error: { type: 'ThrottlingException', message: 'Too many requests' } }),
      buildNarrowedSpan('old order', { start_time: old, end_time: old + 1000 }),
    ]);
    const page = await openPage('/projects/narrowed');
    const names = page.getByRole('table').getByRole('link');
    await page.getByRole('link', { name: 'broken' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('ORDER');
    await page.getByRole('link', { name: 'broken' }).waitFor({ state: 'detached' });
    expect(await names.allTextContents()).toEqual(['order-agent', 'old order']);
    expect(new URL(page.url()).search).toBe('?q=ORDER');
    await page.getByLabel('Started').selectOption('Last hour');
    await page.getByRole('link', { name: 'old order' }).waitFor({ state: 'detached' });
    await saveScreenshot(page, 'search-1440-light');
    await names.first().click();
    await page.getByRole('heading', { level: 1, name: 'order-agent' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByLabel('Search traces').waitFor();
    expect(new URL(page.url()).search).toBe('?q=ORDER&since=1h');
    await page.getByRole('button', { name: 'Errors' }).click();
    await page.getByRole('heading', { name: 'No trace matches' }).waitFor();
    await page.getByRole('link', { name: 'Show all traces of narrowed' }).click();
    await page.getByRole('link', { name: 'old order' }).waitFor();
    await page.keyboard.press('!');
    await page.getByRole('link', { name: 'order-agent' }).waitFor({ state: 'detached' });
    expect(await names.allTextContents()).toEqual(['broken']);
    const late = buildNarrowedSpan('late', { error: { type: 'Failure', message: 'x' } });
    expect(await sendSpans(under.server, [late, buildNarrowedSpan('fine')])).toBe(200);
    await page.getByRole('link', { name: 'late' }).waitFor();
    expect(await names.allTextContents()).toEqual(['late', 'broken']);
  });

  it('tells apart what is called the same: by what was said, the time, the cache and the model', async () => {
    const nova = buildRecentSpan({
      project: 'alike',
      name: 'chat',
      input: { messages: [{ role: 'user', content: 'Where is my order?' }] },
      output: { choices: [{ message: { role: 'assistant', content: 'On its way.\nSoon there.' } }] },
      metadata: { model: 'amazon.nova-lite-v1:0' },
      metrics: { prompt_tokens: 20, prompt_cache_creation_tokens: 1800, completion_tokens: 9, tokens: 1829 },
    });
    const failed = buildRecentSpan({
      project: 'alike',
      name: 'chat',
      input: { prompt: 'Write a poem' },
      metadata: { model: 'mistral.mistral-large-2402-v1:0' },
      error: { type: 'ValidationException', message: 'Too long.' },
    });
    expect(await sendSpans(under.server, [nova, failed])).toBe(200);
    const page = await openPage('/projects/alike');
    const asked = page.getByRole('row').filter({ hasText: 'Where is my order?' });
    await asked.waitFor();
    const text = (await asked.textContent()) ?? '';
    expect(text).toContain('On its way. Soon there.');
    expect(text).toContain('1.8k written');
    expect(text).toMatch(/\d\d:\d\d:\d\d/);
    const broken = page.getByRole('row').filter({ hasText: 'Write a poem' });
    expect(await broken.textContent()).toContain('ValidationException');
    await page.getByLabel('Model').selectOption('nova-lite');
    await broken.waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?model=amazon.nova-lite-v1%3A0');
    await page.getByLabel('Model').selectOption('Any model');
    await page.getByLabel('Search traces').fill('soon THERE');
    await broken.waitFor({ state: 'detached' });
    await asked.waitFor();
  });

  it('deletes a trace and then a project, once it was asked again', async () => {
    const [kept, gone] = ['kept', 'gone'].map((name) =>
      buildRecentSpan({ project: 'waste', name, input: question }),
    );
    expect(await sendSpans(under.server, [kept!, gone!])).toBe(200);
    const list = await openPage('/projects/waste', { expects: /404/ });
    const reader = await openPage(`/projects/waste/traces/${gone!.trace_id}`, { expects: /404/ });
    // Last, for a page behind another one is drawn once a second, and each click waits for that.
    const page = await openPage('/projects/waste');
    for (const other of [list, reader]) {
      await other.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    }
    await page.getByRole('link', { name: 'gone' }).click();
    await page.getByRole('button', { name: 'Delete this trace' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Delete this trace' }).click();
    await page.getByRole('button', { name: 'Delete trace' }).click();
    await page.getByRole('link', { name: 'kept' }).waitFor();
    expect(await page.getByRole('link', { name: 'gone' }).count()).toBe(0);
    // Whoever has it open elsewhere is told.
    await list.getByRole('link', { name: 'gone' }).waitFor({ state: 'detached' });
    await list.getByRole('link', { name: 'kept' }).waitFor();
    await reader.getByRole('heading', { name: 'This trace was deleted' }).waitFor();
    await page.getByRole('link', { name: 'Outcrop, all projects' }).click();
    await page.getByRole('button', { name: 'Delete waste' }).click();
    await page.getByRole('button', { name: 'Delete project' }).click();
    await page.getByRole('button', { name: 'Delete waste' }).waitFor({ state: 'detached' });
    await list.getByRole('link', { name: 'kept' }).waitFor({ state: 'detached' });
  });

  it('reads an agent: its answer first, its reasons beside its model calls, the model behind an ARN', async () => {
    const agent = buildRecentSpan({
      name: 'bedrock.invokeAgent',
      type: 'task',
      input: { inputText: 'How is the weather in Oslo?' },
      output: { text: 'It **rains**.', citations: [] },
    });
    const call = buildRecentSpan({
      trace_id: agent.trace_id,
      parent_span_id: agent.span_id,
      name: 'bedrock.agent.orchestration',
      input: { system: 'You sell hardware.', messages: [{ role: 'user', content: 'Weather?' }] },
      output: { type: 'message', role: 'assistant', content: [{ type: 'text', text: 'Rain.' }] },
      metadata: {
        model: 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6',
        invoked_model: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
        rationale: 'I need get_weather for this.',
      },
    });
    expect(await sendSpans(under.server, [agent, call])).toBe(200);
    const page = await openPage(`/projects/reading/traces/${agent.trace_id}`);
    await page.getByRole('article', { name: 'Assistant message' }).waitFor();
    await page.getByText('Reasoning').click();
    await page.getByText('I need get_weather for this.').waitFor();
    expect(await page.getByText('→ claude-haiku-4-5').isVisible()).toBe(true);
    expect(await listOverflow(page)).toEqual([]);
    await saveScreenshot(page, 'agent-call-1440-light');
    await page.keyboard.press('k');
    await page.getByRole('tabpanel').locator('strong').filter({ hasText: 'rains' }).waitFor();
    await saveScreenshot(page, 'agent-1440-light');
  });

  it('zooms to a span of a long trace, and back', async () => {
    const root = buildRecentSpan({ name: 'long', type: 'task' });
    const child = (name: string, fromMs: number, toMs: number) => ({
      ...root,
      name,
      span_id: randomHex(16),
      parent_span_id: root.span_id,
      start_time: root.start_time + fromMs * 1000,
      end_time: root.start_time + toMs * 1000,
    });
    await sendSpans(under.server, [
      root,
      child('early', 0, 5),
      child('short', 700, 704),
      child('late', 1400, 1490),
    ]);
    const page = await openPage(`/projects/reading/traces/${root.trace_id}`);
    const short = page.getByRole('treeitem', { name: /^short/ });
    await short.click();
    const bar = short.locator('[data-type=task]').last();
    const before = await bar.boundingBox();
    await page.keyboard.press('z');
    await page.getByRole('button', { name: 'Whole trace' }).waitFor();
    const after = await bar.boundingBox();
    expect(after?.width).toBeGreaterThan(20 * (before?.width ?? 0));
    expect(await page.getByRole('treeitem', { name: /^early/ }).textContent()).toContain('‹ 5 ms');
    expect(await page.getByRole('treeitem', { name: /^late/ }).textContent()).toContain('90 ms ›');
    await saveScreenshot(page, 'zoom-1440-light');
    await page.keyboard.press('0');
    await page.getByRole('button', { name: 'Whole trace' }).waitFor({ state: 'detached' });
    expect((await bar.boundingBox())?.width).toBe(before?.width);
  });

  it('finds a value deep in the JSON', async () => {
    const items = Array.from({ length: 300 }, (_, index) => ({ order: { number: `no. ${index}` } }));
    const span = buildRecentSpan({ name: 'deep', type: 'tool', input: { items } });
    expect(await sendSpans(under.server, [span])).toBe(200);
    const page = await openPage(`/projects/reading/traces/${span.trace_id}?view=json`);
    await page.getByLabel('Find in the JSON').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('NO. 29');
    await page.getByRole('status').filter({ hasText: '1 of 11' }).waitFor();
    await page.getByText('"no. 29"').waitFor();
    await page.keyboard.press('Shift+Enter');
    await page.getByRole('status').filter({ hasText: '11 of 11' }).waitFor();
    await page.getByText('"no. 299"').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: '1 of 11' }).waitFor();
    await saveScreenshot(page, 'json-1440-light');
  });

  it('leads back to the ways to connect an app, which say when a call arrives', async () => {
    const page = await openPage('/projects/reading');
    await page.getByRole('link', { name: 'Connect an app' }).click();
    await page.getByRole('heading', { name: 'Connect an app' }).waitFor();
    expect(await page.getByLabel('Shell', { exact: true }).textContent()).toContain(
      'OUTCROP_PROJECT=reading',
    );
    await page.getByLabel('Project', { exact: false }).last().fill('second-app');
    expect(await page.getByLabel('TypeScript', { exact: true }).textContent()).toContain("'second-app'");
    await page.getByRole('status').filter({ hasText: 'Listening' }).waitFor();
    await saveScreenshot(page, 'connect-1440-light');
    expect(await sendSpans(under.server, [buildRecentSpan({ project: 'second-app' })])).toBe(200);
    await page.getByRole('link', { name: 'see the traces of second-app' }).click();
    await page.getByRole('heading', { name: 'Traces' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/projects/second-app');
  });
});
