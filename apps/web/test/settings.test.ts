import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { defaultBearerToken, defaultCredentials, type Emulator, startEmulator } from '@outcrop/emulator';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hasChromium, listOverflow, saveScreenshot } from './support/chromium.ts';
import { startHoldingProxy } from './support/holding-proxy.ts';
import { narrow, setUpPage, wide } from './support/page-under-test.ts';

const roleArn = 'arn:aws:iam::210987654321:role/outcrop-bedrock';

function findStep(page: Page, name: string): Locator {
  const steps = page.getByRole('region', { name: 'Connection' }).getByRole('listitem');
  return steps.filter({ has: page.getByText(name, { exact: true }) });
}

describe.skipIf(!hasChromium())('settings in Chromium', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator.close());
  const under = setUpPage(() => ({
    OUTCROP_ALLOW_PRIVATE_ENDPOINTS: 'on',
    OUTCROP_STS_ENDPOINT: emulator.url,
    AWS_ACCESS_KEY_ID: defaultCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: defaultCredentials.secretAccessKey,
  }));
  const { openPage, createContext } = under;
  beforeAll(() => under.signIn());

  async function fillProvider(page: Page, name: string): Promise<void> {
    await page.getByLabel('Name', { exact: true }).fill(name);
    const route = page.getByText('API base, HTTP version, priority, weight, headers');
    if (!(await page.getByLabel('API base').isVisible())) await route.click();
    await page.getByLabel('API base').fill(emulator.url);
  }

  it('teaches what a provider is while there is none, and leads to the form', async () => {
    const page = await openPage('/');
    await page.getByRole('link', { name: 'add Amazon Bedrock' }).waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { level: 1, name: 'AI providers' }).waitFor();
    await page
      .getByRole('heading', { name: 'Connect Bedrock once, and call its models from anywhere' })
      .waitFor();
    await saveScreenshot(page, 'providers-empty-1440-light');
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    await page.getByRole('heading', { name: 'Models come with a provider' }).waitFor();
    await page.getByRole('link', { name: 'Add Bedrock' }).click();
    await page.getByRole('heading', { level: 1, name: 'Add Amazon Bedrock' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/settings/providers/new');
  });

  it('says of each field what is missing, before anything is sent', async () => {
    const page = await openPage('/settings/providers/new');
    await page.getByRole('button', { name: 'Add provider' }).click();
    await page.getByText('Paste the key.').waitFor();
    await page.getByText('Give it a name').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    expect(
      await page.getByLabel('Bedrock API key').evaluate((field) => field === document.activeElement),
    ).toBe(true);
    await page.getByLabel('Region').fill('Frankfurt');
    await page.getByText('Enter an AWS Region').waitFor();
    expect(await page.getByLabel('Region').getAttribute('aria-invalid')).toBe('true');
    expect(new URL(page.url()).pathname).toBe('/settings/providers/new');
  });

  it('keeps a section open while what is wrong in it is mended, and opens it when it is closed over that', async () => {
    const page = await openPage('/settings/providers/new');
    await page.getByLabel('Bedrock API key').fill(defaultBearerToken);
    await page.getByLabel('Name', { exact: true }).fill('Never saved');
    const summary = page.getByText('API base, HTTP version, priority, weight, headers');
    await summary.click();
    const weight = page.getByLabel('Weight');
    await weight.fill('0');
    await page.getByRole('button', { name: 'Add provider' }).click();
    await page.getByText('Enter a whole number from 1.').waitFor();
    await weight.fill('2');
    await page.getByText('Enter a whole number from 1.').waitFor({ state: 'detached' });
    expect(await weight.isVisible()).toBe(true);
    await weight.fill('none');
    await summary.click();
    await weight.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Add provider' }).click();
    await weight.waitFor();
  });

  it('tests what is not saved: names the step that failed, and then passes them all', async () => {
    const page = await openPage('/settings/providers/new');
    await page.getByRole('radio', { name: 'IAM credentials' }).check();
    await page.getByLabel('Access key id').fill(defaultCredentials.accessKeyId);
    await page.getByLabel('Secret access key').fill('wrong-secret');
    await fillProvider(page, 'Emulated');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('Not connected. The failed step says why.').waitFor();
    const failed = findStep(page, 'failed');
    expect(await failed.count()).toBe(1);
    expect(await failed.textContent()).toMatch(/Signature/);
    await saveScreenshot(page, 'connection-failed-1440-light');

    await page.getByLabel('Secret access key').fill(defaultCredentials.secretAccessKey);
    await page.getByRole('button', { name: 'Test again' }).click();
    await page.getByText('Connected: a model has answered.').waitFor();
    expect(await findStep(page, 'failed').count()).toBe(0);
    await page.getByRole('button', { name: 'Add provider' }).click();
    await page.getByRole('link', { name: 'Emulated' }).waitFor();
    expect(await page.getByRole('main').textContent()).toContain(defaultCredentials.accessKeyId);
  });

  it('shows the steps of a test as they end, while the last is under way', async () => {
    const proxy = await startHoldingProxy(emulator.url);
    const page = await openPage('/settings/providers/new');
    await page.getByLabel('Bedrock API key').fill(defaultBearerToken);
    await page.getByText('API base, HTTP version, priority, weight, headers').click();
    await page.getByLabel('API base').fill(proxy.url);
    await page.getByLabel('Name', { exact: true }).fill('Held');
    await page.getByRole('button', { name: 'Test connection' }).click();
    const steps = page.getByRole('region', { name: 'Connection' }).getByRole('listitem');
    const last = steps.filter({ hasText: 'Model call' });
    await last.getByText('running').waitFor();
    expect(await steps.filter({ hasText: 'Credentials' }).textContent()).toContain('passed');
    await page.getByText('Calling AWS …').waitFor();
    proxy.release();
    await page.getByText('Connected: a model has answered.').waitFor();
    expect(await last.textContent()).toContain('passed');
  });

  it('keeps a secret write-only: set, replaced, and tested with what is stored', async () => {
    const page = await openPage('/settings/providers');
    await page.getByRole('link', { name: 'Emulated' }).click();
    await page.getByRole('heading', { level: 1, name: 'Emulated' }).waitFor();
    await page.getByRole('button', { name: 'Replace Secret access key' }).waitFor();
    expect(await page.content()).not.toContain(defaultCredentials.secretAccessKey);
    // A change that is not saved is tested with the stored secret.
    await page.getByLabel('Region').fill('eu-central-1');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('Connected: a model has answered.').waitFor();
    await page.getByRole('button', { name: 'Replace Secret access key' }).click();
    await page.getByLabel('Secret access key', { exact: true }).fill('another');
    await page.getByRole('button', { name: 'Keep the stored Secret access key' }).click();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('heading', { level: 1, name: 'AI providers' }).waitFor();
    await page.getByText('eu-central-1').waitFor();
    await page.getByRole('button', { name: 'Test Emulated' }).click();
    await page.getByText('Connected: a model has answered.').waitFor();
  });

  it('shows what a role has to trust in every way it can be made, and takes its ARN', async () => {
    const page = await openPage('/settings/providers/new');
    await page.getByRole('radio', { name: 'Assume role' }).check();
    await page.getByRole('button', { name: 'Copy External id' }).click();
    const externalId = await page.evaluate(() => navigator.clipboard.readText());
    expect(externalId.length).toBeGreaterThan(10);
    expect(await page.getByLabel('aws CLI', { exact: true }).last().textContent()).toContain(externalId);
    await page.getByRole('tab', { name: 'aws CLI' }).press('ArrowRight');
    await page.getByRole('tab', { name: 'CloudFormation', selected: true }).waitFor();
    await page.getByRole('tab', { name: 'By hand' }).click();
    expect(await page.getByLabel('Trust policy', { exact: true }).textContent()).toContain(externalId);
    expect(await page.getByLabel('Permission policy', { exact: true }).textContent()).toContain(
      'bedrock:InvokeModel',
    );
    await page.getByLabel('Role ARN').fill(roleArn);
    await fillProvider(page, 'By role');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('Connected: a model has answered.').waitFor();
    await page.getByRole('button', { name: 'Add provider' }).click();
    await page.getByRole('link', { name: 'By role' }).waitFor();
    expect(await page.getByRole('main').textContent()).toContain(roleArn);
  });

  it('adds by API key, and removes again once asked', async () => {
    const page = await openPage('/settings/providers/new');
    await page.getByLabel('Bedrock API key').fill(defaultBearerToken);
    await fillProvider(page, 'By key');
    await page.getByRole('button', { name: 'Add provider' }).click();
    await page.getByRole('button', { name: 'Remove By key' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Remove By key' }).click();
    await page.getByRole('button', { name: 'Remove provider' }).click();
    await page.getByRole('link', { name: 'By key' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('link', { name: 'By role' }).count()).toBe(1);
  });

  it('lists the models, narrows them by the address, and takes one by hand', async () => {
    const page = await openPage('/settings/models');
    const table = page.getByRole('table', { name: 'Models' });
    await table.waitFor();
    expect(await table.getByRole('row').nth(1).textContent()).toContain('anthropic.claude');
    await page.keyboard.press('/');
    await page.keyboard.type('cohere embed');
    await page.waitForURL(/q=cohere/);
    const embedding = await table.getByRole('row').nth(1).textContent();
    expect(embedding).toContain('embedding');
    expect(embedding).not.toContain('Converse');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('claude haiku');
    await page.waitForURL(/q=claude/);
    const rows = table.getByRole('row').filter({ hasNotText: 'Cache write' });
    for (const text of await rows.allTextContents()) expect(text.toLowerCase()).toContain('haiku');
    await page.getByLabel('Format').selectOption('openai');
    await page.getByRole('heading', { name: 'No model matches' }).waitFor();
    await page.getByRole('link', { name: 'Show all models' }).click();
    await page.getByRole('link', { name: 'Add a model' }).click();
    await page.getByLabel('Bedrock model id or ARN').fill('us.anthropic.claude-sonnet-4-5-20250929-v1:0');
    await page.getByRole('radio', { name: 'Anthropic', checked: true }).waitFor();
    await page.getByLabel('Name').fill('house-model');
    await saveScreenshot(page, 'model-new-1440-light');
    await page.getByRole('button', { name: 'Add model' }).click();
    await page.getByRole('button', { name: 'Remove house-model' }).waitFor();
    await page.getByRole('button', { name: 'Copy house-model' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('house-model');
    await page.getByRole('link', { name: 'Change house-model' }).click();
    await page.getByRole('heading', { level: 1, name: 'house-model' }).waitFor();
    await page.getByRole('radio', { name: 'Converse' }).check();
    await page.getByLabel('Served by').selectOption('By role');
    await page.getByLabel('For', { exact: true }).selectOption('One project');
    await page.getByLabel('Project', { exact: true }).last().fill('shop');
    await page.getByRole('button', { name: 'Save changes' }).click();
    const changed = table.getByRole('row').filter({ hasText: 'house-model' });
    await changed.getByText('project shop').waitFor();
    expect(await changed.textContent()).toMatch(/Converse.*by By role/);
    await changed.getByRole('link', { name: 'Change house-model' }).click();
    // Sooner than the form can show which format fits.
    await page.getByLabel('Bedrock model id or ARN').fill('anthropic.claude-haiku-4-5-20251001-v1:0');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await changed.getByText('anthropic.claude-haiku-4-5-20251001-v1:0').waitFor();
    expect(await changed.textContent()).toMatch(/Anthropic/);
    await page.getByRole('button', { name: 'Remove house-model' }).click();
    await page.getByRole('button', { name: 'Remove model' }).click();
    await page.getByRole('heading', { name: 'No model matches' }).waitFor();
  });

  it('restricts a key, and shows what it may do', async () => {
    const page = await openPage('/settings/keys/new');
    await page.getByRole('checkbox', { name: 'Send traces' }).uncheck();
    await page.getByRole('checkbox', { name: 'Call models' }).uncheck();
    await page.getByLabel('Name of the new key').fill('narrow');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText('Choose at least one.').waitFor();
    await page.getByRole('checkbox', { name: 'Call models' }).check();
    await page.getByLabel('For').selectOption('One project');
    await page.getByLabel('Project', { exact: true }).last().fill('shop');
    await page.getByLabel('Models', { exact: true }).fill('us.anthropic.*');
    await page.getByLabel('Expires').selectOption('In 7 days');
    await page.getByText('budgets and pace').click();
    await page.getByLabel('Budget a day').fill('5');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByRole('button', { name: 'I have copied it' }).click();
    const row = page.getByRole('listitem').filter({ hasText: 'narrow' });
    const text = await row.textContent();
    for (const part of ['call models', 'project shop', 'us.anthropic.*', 'expires in', '$0 of $5.00 today'])
      expect(text).toContain(part);
    await row.getByRole('meter', { name: 'today' }).waitFor();
    await saveScreenshot(page, 'keys-1440-light');

    await row.getByRole('link', { name: 'narrow' }).click();
    await page.getByText('for conversations that say nothing else').click();
    await page.getByLabel('Fallback models').fill('amazon.nova-pro-v1:0, amazon.nova-lite-v1:0');
    await page.getByLabel('Answer from the cache').selectOption('always');
    await page.getByLabel('Keep answers for').selectOption('An hour');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await row.getByText('falls back to amazon.nova-pro-v1:0, amazon.nova-lite-v1:0; cache always').waitFor();
    await row.getByRole('link', { name: 'narrow' }).click();
    expect(await page.getByLabel('Keep answers for').inputValue()).toBe('3600');
    await page.getByLabel('Answer from the cache').selectOption({ index: 0 });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await row.getByText(/falls back to amazon.nova-pro-v1:0, amazon.nova-lite-v1:0$/).waitFor();
  });

  it('shows a call through the gateway: what changed on the way, and the request as Bedrock got it', async () => {
    const { url, apiKey } = under.server;
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'x-outcrop-project': 'shop',
      },
      body: JSON.stringify({
        model: 'amazon.nova-lite-v1:0',
        messages: [{ role: 'user', content: 'What is an outcrop?' }],
        logit_bias: { 42: 1 },
      }),
    });
    expect(await answer.json()).toMatchObject({ object: 'chat.completion' });
    const page = await openPage('/projects/shop');
    await page.getByRole('link', { name: 'openai.chat.completions.create' }).click();
    const changed = page.getByRole('region', { name: 'Changed on the way' });
    await changed.getByText('logit_bias').waitFor();
    await page.getByText('The request as Bedrock got it').click();
    await page.getByRole('group', { name: 'request to Bedrock as JSON' }).getByText('messages').waitFor();
    await saveScreenshot(page, 'gateway-call-1440-light');
    await page.keyboard.press('2');
    await page.getByRole('heading', { name: 'Gateway' }).waitFor();
    expect(await page.getByRole('tabpanel').textContent()).toMatch(/provider_name(Emulated|By role)/);
    await page.keyboard.press('3');
    await page.getByText('Added by the gateway').waitFor();
  });

  it.each(['OpenAI', 'Anthropic'])(
    'gives a snippet for %s that runs, and says that its call arrived',
    async (client) => {
      const page = await openPage('/connect');
      const project = `snippet-${client}`;
      await page.getByLabel('Project', { exact: false }).last().fill(project);
      await page.getByRole('button', { name: 'Create a key for the snippets' }).click();
      await page.getByText(`This key for the project ${project}`).waitFor();
      await page.getByRole('tab', { name: client }).click();
      const snippet = await page.getByLabel(`${client}, JavaScript`, { exact: true }).textContent();
      await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', snippet ?? '']);
      await page.getByRole('link', { name: `see the traces of ${project}` }).click();
      await page.getByRole('link', { name: /create$/ }).waitFor();
      expect(await page.getByRole('table').textContent()).toContain('Hello');
    },
  );

  it('tells in the audit log who changed what, without a secret', async () => {
    const page = await openPage('/settings/audit-log');
    await page.getByText('created provider', { exact: false }).first().waitFor();
    const text = (await page.getByRole('main').textContent()) ?? '';
    expect(text).toContain('By role');
    expect(text).not.toContain(defaultCredentials.secretAccessKey);
    expect(text).not.toContain(defaultBearerToken);
  });

  it.each([
    { size: 1440, viewport: wide, colorScheme: 'light' },
    { size: 1440, viewport: wide, colorScheme: 'dark' },
    { size: 390, viewport: narrow, colorScheme: 'light' },
    { size: 390, viewport: narrow, colorScheme: 'dark' },
  ] as const)('fits $size pixels in $colorScheme', async ({ size, viewport, colorScheme }) => {
    const context = await createContext({ viewport, colorScheme, hasTouch: size === 390 });
    const page = await openPage('/settings', { context });
    const pages = ['providers', 'providers/new', 'models', 'models/new', 'keys', 'keys/new', 'audit-log'];
    for (const path of pages) {
      await page.goto(new URL(`/settings/${path}`, under.server.url).href);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('status', { name: /^Loading/ }).waitFor({ state: 'detached' });
      expect(await listOverflow(page)).toEqual([]);
      await saveScreenshot(page, `settings-${path.replace('/', '-')}-${size}-${colorScheme}`);
    }
    await page.goto(new URL('/connect', under.server.url).href);
    await page.getByRole('tab', { name: 'OpenAI' }).waitFor();
    expect(await listOverflow(page)).toEqual([]);
  });
});
