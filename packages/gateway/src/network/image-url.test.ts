import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startTestGateway } from '../../test/start-test-gateway.ts';
import { createMediaFetcher, type MediaFetcherOptions } from './create-media-fetcher.ts';

const model = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function startSite(answer: RequestListener): Promise<{ port: number; asked: string[] }> {
  const asked: string[] = [];
  const site = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  site.listen(0, '0.0.0.0');
  await once(site, 'listening');
  onTestFinished(() => {
    site.close();
    site.closeAllConnections();
  });
  return { port: (site.address() as AddressInfo).port, asked };
}

/** Asks about an image by OpenAI's client, as the server does by default unless told otherwise. */
async function askAbout(url: string, options?: MediaFetcherOptions) {
  const {
    url: gatewayUrl,
    key,
    emulator,
  } = await startTestGateway({
    gateway: options ? { fetchMedia: createMediaFetcher(options) } : {},
  });
  const client = new OpenAI({ apiKey: key, baseURL: `${gatewayUrl}/v1`, maxRetries: 0 });
  const content = [{ type: 'image_url' as const, image_url: { url } }];
  const asking = client.chat.completions.create({ model, messages: [{ role: 'user', content }] });
  const failure = await asking.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { failure, calls: emulator.requests };
}

describe('an image by its URL', () => {
  test('is fetched from where it may be', async () => {
    const { port } = await startSite((_request, response) => response.end(png));
    const options = { isAllowed: (address: string) => address === '127.0.0.1' };
    const { failure, calls } = await askAbout(`http://127.0.0.1:${port}/a.png`, options);
    expect(failure).toBeUndefined();
    expect(JSON.stringify(calls[0]?.body)).toContain(png.toString('base64'));
  });

  test.each(['127.0.0.1', 'localhost', '[::1]', '10.0.0.1', '169.254.169.254', '0.0.0.0', '2130706433'])(
    'is not fetched from %s',
    async (host) => {
      const { port, asked } = await startSite((_request, response) => response.end(png));
      const { failure, calls } = await askAbout(`http://${host}:${port}/a.png`);
      expect(failure).toMatchObject({ status: 400, code: 'invalid_image_url' });
      expect([asked, calls]).toEqual([[], []]);
    },
  );

  test('is not fetched from where a redirect leads to a private address', async () => {
    const hidden = await startSite((_request, response) => response.end(png));
    const { port, asked } = await startSite((_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.2:${hidden.port}/secret` }).end();
    });
    const options = { isAllowed: (address: string) => address === '127.0.0.1' };
    const { failure, calls } = await askAbout(`http://127.0.0.1:${port}/a.png`, options);
    expect(failure).toMatchObject({ status: 400, code: 'invalid_image_url' });
    expect([asked, hidden.asked, calls]).toEqual([['/a.png'], [], []]);
  });

  test('is not fetched by a name that means another address the second time', async () => {
    const addresses = ['127.0.0.1', '127.0.0.2'];
    const { port, asked } = await startSite((request, response) => {
      if (request.url === '/secret') return response.end(png);
      return response.writeHead(302, { location: '/secret' }).end();
    });
    const { failure, calls } = await askAbout(`http://rebound.example:${port}/a.png`, {
      isAllowed: (address) => address === '127.0.0.1',
      resolve: (_name, done) => done(null, [{ address: addresses.shift() ?? '', family: 4 }]),
    });
    expect(failure).toMatchObject({ status: 400, code: 'invalid_image_url' });
    expect([addresses, asked, calls]).toEqual([[], ['/a.png'], []]);
  });
});
