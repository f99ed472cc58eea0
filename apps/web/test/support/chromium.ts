import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const screenshotDirectory = fileURLToPath(new URL('../../../../ci-output/screenshots', import.meta.url));

/** Whether the page can be tested here. In CI its absence is a failure, not a reason to skip. */
export function hasChromium(): boolean {
  if (existsSync(executablePath)) return true;
  const message = `Chromium is not at ${executablePath}: run scripts/install-chromium.sh, or set CHROMIUM_PATH.`;
  if (process.env['CI'] === 'true') throw new Error(message);
  console.warn(`\n\n  !! THE PAGE IS NOT TESTED. ${message}\n\n`);
  return false;
}

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Everything the browser complained about: errors, warnings, crashes of scripts, violations of the policy. */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** The classes of what sticks out to the right when the page can be scrolled sideways. */
export async function listOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    if (document.documentElement.scrollWidth <= window.innerWidth) return [];
    const all = [...document.querySelectorAll('body *')];
    const wide = all.filter((element) => element.getBoundingClientRect().right > window.innerWidth);
    return wide.map((element) => element.getAttribute('class') ?? element.tagName);
  });
}

/** Keeps a picture as CI output. */
export async function saveScreenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshotDirectory, { recursive: true });
  await page.screenshot({ path: join(screenshotDirectory, `${name}.png`), animations: 'disabled' });
}
