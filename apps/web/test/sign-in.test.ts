import { beforeAll, describe, expect, it } from 'vitest';

import { hasChromium, saveScreenshot } from './support/chromium.ts';
import { setUpPage } from './support/page-under-test.ts';

const address = '/projects/sample/traces/0af7651916cd43dd8448eb211c80319c?span=b7ad6b7169203331&view=json';
const expects = /401|404/;

describe.skipIf(!hasChromium())('signing in', () => {
  const under = setUpPage();
  const { openPage, createSignInLink, createStrangersContext } = under;
  beforeAll(() => under.signIn());

  it('goes on to the address that was asked for, in the same tab', async () => {
    const context = await createStrangersContext();
    const page = await openPage(address, { context, expects });
    await page.getByRole('heading', { name: 'Sign in to Outcrop' }).waitFor();
    await page.goto(await createSignInLink());
    await page.getByRole('heading', { name: 'There is no such trace' }).waitFor();
    expect(page.url()).toBe(under.server.url + address);
  });

  it('goes on in the tab of the link, and in the one that waited', async () => {
    const context = await createStrangersContext();
    const waiting = await openPage(address, { context, expects });
    await waiting.getByRole('heading', { name: 'Sign in to Outcrop' }).waitFor();
    const linked = await openPage(await createSignInLink(), { context, expects });
    for (const page of [linked, waiting]) {
      await page.getByRole('heading', { name: 'There is no such trace' }).waitFor();
      expect(page.url()).toBe(under.server.url + address);
    }
    await linked.goto(await createSignInLink());
    await linked.getByRole('heading', { name: 'Bring your first Bedrock call to the surface' }).waitFor();
  });

  it('says of a used link what is wrong with it, in words for a reader', async () => {
    const context = await createStrangersContext();
    const page = await openPage(under.server.signInUrl, { context, expects });
    await page.getByRole('heading', { name: 'This link no longer works' }).waitFor();
    expect(await page.getByRole('alert').textContent()).toBe(
      'It was used already, or is older than 15 minutes.',
    );
    await saveScreenshot(page, 'sign-in-1440-light');
  });
});
