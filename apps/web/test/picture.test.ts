import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';

import { hasChromium, listOverflow, saveScreenshot } from './support/chromium.ts';
import { narrow, setUpPage } from './support/page-under-test.ts';
import { buildReturnsDeskTrace } from './support/returns-desk-trace.ts';
import { nowMicroseconds } from './support/sample-values.ts';
import { sendSpans } from './support/send-spans.ts';

const photo = `<body style="margin:0;background:#3b4a3f;color:#f4efe4;font:600 22px sans-serif;display:grid;place-content:center;
  text-align:center;height:100vh"><div style="border:2px dashed #c9bfa8;padding:18px 34px;border-radius:6px">ALDER &amp; FINCH
  <div style="font-size:44px">M</div><div style="font-size:13px;font-weight:400">RIDGELINE · RJ-204</div></div>`;

// docs/images has two of these: copy readme-*.png from ci-output/screenshots when the page has changed.
describe.skipIf(!hasChromium())('a trace that shows everything', () => {
  const under = setUpPage();
  let address: string;

  beforeAll(async () => {
    await under.signIn();
    const { url, apiKey } = under.server;
    const camera = await under.signedIn.newPage();
    await camera.setViewportSize({ width: 360, height: 200 });
    await camera.setContent(photo);
    const bytes = await camera.screenshot();
    await camera.close();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await fetch(`${url}/v1/attachments/${sha256}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${apiKey}` },
      body: new Uint8Array(bytes),
    });
    const spans = buildReturnsDeskTrace({
      startTime: nowMicroseconds() - 50_000_000,
      photo: { sha256, byteLength: bytes.length },
    });
    await sendSpans(under.server, spans);
    address = `/projects/returns-desk/traces/${spans[0]?.trace_id}`;
  });

  it.each(['light', 'dark'] as const)('fits a screen, %s', async (colorScheme) => {
    const viewport = { width: 1440, height: 860 };
    const context = await under.createContext({ viewport, colorScheme, deviceScaleFactor: 2 });
    const page = await under.openPage(address, { context });
    await page.getByRole('img', { name: 'jacket-label.png' }).waitFor();
    await page.waitForFunction(() => [...document.images].every(({ naturalWidth }) => naturalWidth > 0));
    expect(await page.getByRole('treeitem').count()).toBe(12);
    expect(await listOverflow(page)).toEqual([]);
    await saveScreenshot(page, `readme-${colorScheme}`);
  });

  it.each(['light', 'dark'] as const)('fits a phone, %s', async (colorScheme) => {
    const context = await under.createContext({ viewport: narrow, colorScheme, hasTouch: true });
    const page = await under.openPage(address, { context });
    await page.getByRole('treeitem').filter({ hasText: 'check_stock' }).waitFor();
    expect(await listOverflow(page)).toEqual([]);
    await saveScreenshot(page, `rich-tree-390-${colorScheme}`);
    await page.getByRole('treeitem').filter({ hasText: 'converseStream' }).last().click();
    await page.getByRole('img', { name: 'jacket-label.png' }).waitFor();
    expect(await listOverflow(page)).toEqual([]);
    await saveScreenshot(page, `rich-trace-390-${colorScheme}`);
  });
});
