import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createMediaFetcher, type MediaFetcherOptions } from './create-media-fetcher.ts';
import { isPublicAddress } from './is-public-address.ts';

const png = Buffer.from('89504e470d0a1a0a', 'hex');
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** The port of a server on loopback. */
async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Takes 127.0.0.1 for the public internet, where names of `public.test` are; the rest of loopback stays private. */
function createFetcher(options: MediaFetcherOptions = {}) {
  return createMediaFetcher({
    isAllowed: (address) => address === '127.0.0.1' || isPublicAddress(address),
    resolve: (hostname, done) =>
      done(null, [{ address: hostname.endsWith('public.test') ? '127.0.0.1' : '127.0.0.2', family: 4 }]),
    ...options,
  });
}

test('fetches with nothing of the client, and says what the server said it is', async () => {
  let seen: unknown;
  const port = await serve(({ headers }, response) => {
    seen = headers;
    response.setHeader('content-type', 'image/png').end(png);
  });
  const fetched = await createFetcher()(`http://public.test:${port}/a.png?b=1`);
  expect(Buffer.from(fetched.bytes)).toEqual(png);
  expect(fetched.mediaType).toBe('image/png');
  expect(seen).toEqual({
    accept: '*/*',
    'accept-encoding': 'identity',
    connection: 'close',
    host: `public.test:${port}`,
    'user-agent': 'outcrop',
  });
});

test.each([
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://0x7f.0.0.1/',
  'http://127.1/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://169.254.169.254/latest/meta-data/',
  'http://localhost/',
  'http://10.0.0.1:8080/',
])('%s is refused', async (url) => {
  await expect(createMediaFetcher()(url)).rejects.toMatchObject({ code: 'private_address' });
});

test.each([
  'file:///etc/passwd',
  'ftp://public.test/',
  'gopher://public.test/',
  'data:text/plain,a',
  'no url',
])('%s is not fetched', async (url) => {
  await expect(createFetcher()(url)).rejects.toThrow(/only http: and https:/);
});

test('credentials in a URL are refused', async () => {
  await expect(createFetcher()('http://a:b@public.test/')).rejects.toThrow(/password/);
});

test('a name that resolves to a private address is refused, also beside a public one', async () => {
  const fetchMedia = createFetcher({
    resolve: (_hostname, done) =>
      done(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '127.0.0.2', family: 4 },
      ]),
  });
  await expect(fetchMedia('http://public.test/')).rejects.toMatchObject({ code: 'private_address' });
});

test('a name that changes between two look-ups cannot pass: the address that was judged is the one that is called', async () => {
  let lookups = 0;
  const port = await serve((_request, response) => response.end(png));
  const fetchMedia = createFetcher({
    resolve: (_hostname, done) =>
      done(null, [{ address: lookups++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }]),
  });
  await fetchMedia(`http://rebind.test:${port}/`);
  expect(lookups).toBe(1);
  await expect(fetchMedia(`http://rebind.test:${port}/`)).rejects.toMatchObject({ code: 'private_address' });
});

test('redirects are followed to public places only', async () => {
  const port = await serve(({ url = '' }, response) => {
    if (url === '/image') response.end(png);
    else response.writeHead(302, { location: decodeURIComponent(url.slice(1)) }).end();
  });
  const base = `http://public.test:${port}`;
  const redirect = (to: string) => createFetcher()(`${base}/${encodeURIComponent(to)}`);
  expect(Buffer.from((await redirect('/image')).bytes)).toEqual(png);
  await expect(redirect(`http://private.test:${port}/image`)).rejects.toMatchObject({
    code: 'private_address',
  });
  await expect(redirect('http://169.254.169.254/')).rejects.toMatchObject({ code: 'private_address' });
  await expect(redirect('file:///etc/passwd')).rejects.toThrow(/only http: and https:/);
});

test('redirects in a circle end', async () => {
  let requests = 0;
  const port = await serve((_request, response) => {
    requests += 1;
    response.writeHead(302, { location: '/' }).end();
  });
  await expect(createFetcher()(`http://public.test:${port}/`)).rejects.toThrow(/redirects more than 3 times/);
  expect(requests).toBe(4);
});

test('what is too large is not read to its end', async () => {
  const port = await serve(({ url }, response) => {
    if (url === '/said') response.setHeader('content-length', 3 * 1024 * 1024);
    const write = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', write);
    write();
  });
  const fetchMedia = createFetcher({ maxBytes: 2 * 1024 * 1024 });
  await expect(fetchMedia(`http://public.test:${port}/said`)).rejects.toThrow(/larger than 2 MB/);
  await expect(fetchMedia(`http://public.test:${port}/endless`)).rejects.toThrow(/larger than 2 MB/);
});

test('a server that is too slow is left', async () => {
  const port = await serve((_request, response) => void response.write('a'));
  await expect(createFetcher({ timeoutMs: 100 })(`http://public.test:${port}/`)).rejects.toThrow(
    /longer than 0.1 s/,
  );
});

test('an answer that is no success is an error', async () => {
  const port = await serve((_request, response) => response.writeHead(404).end('secret'));
  const failure = createFetcher()(`http://public.test:${port}/`);
  await expect(failure).rejects.toThrow('the server answered 404');
});
