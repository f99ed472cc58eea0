import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';

import { collectComplaints, launchChromium } from './chromium.ts';
import { buildPage, type PageServer, startPageServer } from './page-server.ts';

export const wide = { width: 1440, height: 900 };
export const narrow = { width: 390, height: 844 };

interface OpenOptions {
  /** By default the one that is signed in. */
  context?: BrowserContext;
  /** Complaints of the browser that belong to what is tested. */
  expects?: RegExp;
}

export interface PageUnderTest {
  readonly server: PageServer;
  /** Signed in once the sign-in link was opened in it. */
  readonly signedIn: BrowserContext;
  signIn: () => Promise<void>;
  /** A page whose every complaint fails the test, but for those it expects. */
  openPage: (path: string, options?: OpenOptions) => Promise<Page>;
  /** Another context with the same session. */
  createContext: (options: BrowserContextOptions) => Promise<BrowserContext>;
  /** A context without a session. */
  createStrangersContext: () => Promise<BrowserContext>;
  createSignInLink: () => Promise<string>;
}

async function openSignInLink({ signInUrl }: PageServer, context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto(signInUrl);
  await page.getByRole('link', { name: 'Settings' }).waitFor();
  await page.close();
}

async function requestSignInLink({ url }: PageServer, signedIn: BrowserContext): Promise<string> {
  const cookies = await signedIn.cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${url}/api/sign-in-links`, {
    method: 'POST',
    headers: { cookie, origin: url },
  });
  return ((await answer.json()) as { url: string }).url;
}

/** The built page on the real server in Chromium, for the tests of one file. */
export function setUpPage(readSettings: () => Readonly<Record<string, string>> = () => ({})): PageUnderTest {
  let directory: string;
  let server: PageServer;
  let browser: Browser;
  let signedIn: BrowserContext;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'outcrop-built-page-'));
    buildPage(directory);
    [server, browser] = await Promise.all([startPageServer(directory, readSettings()), launchChromium()]);
    signedIn = await browser.newContext({ viewport: wide, colorScheme: 'light' });
    await signedIn.grantPermissions(['clipboard-read', 'clipboard-write']);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  async function createContext(options: BrowserContextOptions): Promise<BrowserContext> {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    return context;
  }

  return {
    get server() {
      return server;
    },
    get signedIn() {
      return signedIn;
    },
    signIn: () => openSignInLink(server, signedIn),
    async openPage(path, { context = signedIn, expects } = {}) {
      const page = await context.newPage();
      const complaints = collectComplaints(page);
      onTestFinished(async () => {
        await page.close();
        expect(complaints.filter((complaint) => !expects?.test(complaint))).toEqual([]);
      });
      await page.goto(new URL(path, server.url).href);
      return page;
    },
    async createContext(options) {
      return createContext({ ...options, storageState: await signedIn.storageState() });
    },
    createStrangersContext: () => createContext({ viewport: wide }),
    createSignInLink: () => requestSignInLink(server, signedIn),
  };
}
