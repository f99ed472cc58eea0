import { connect as connectHttp2 } from 'node:http2';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';

import { createDualProtocolServer } from './create-dual-protocol-server.ts';
import type { DualProtocolServer } from './create-dual-protocol-server.ts';

let server: DualProtocolServer | undefined;

afterEach(() => server?.close());

async function readText(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

async function startEchoServer(): Promise<number> {
  server = createDualProtocolServer(({ request, response }) => {
    const [path, query = ''] = (request.url ?? '').split('?');
    void readText(request).then((body) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.end(`${request.httpVersion} ${request.method} ${path} ${query} ${body}`);
    });
  });
  return server.listen(0, '127.0.0.1');
}

async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

async function readUntil(socket: Socket, wanted: string): Promise<string> {
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    if (text.includes(wanted)) return text;
  }
  throw new Error(`the connection ended after: ${text}`);
}

test('answers HTTP/1.1 whose first bytes come one at a time', async () => {
  const socket = await openSocket(await startEchoServer());
  for (const byte of 'PUT /a%2Fb?c=d HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\nhi') {
    socket.write(byte);
    await delay(1);
  }
  expect(await readUntil(socket, 'hi')).toContain('1.1 PUT /a%2Fb c=d hi');
});

test('tells a method that begins like the HTTP/2 preface from the preface', async () => {
  const socket = await openSocket(await startEchoServer());
  socket.write('PR');
  await delay(5);
  socket.write('OPFIND / HTTP/1.1\r\nhost: x\r\n\r\n');
  expect(await readUntil(socket, 'PROPFIND /')).toContain('1.1 PROPFIND /');
});

/** Passes a client's first bytes on one at a time, as a slow network might. */
async function startSlowProxy(port: number): Promise<Server> {
  const proxy = createServer((client) => {
    const upstream = connect(port, '127.0.0.1').setNoDelay(true);
    upstream.on('error', () => client.destroy()).pipe(client);
    client.on('error', () => upstream.destroy());
    void (async () => {
      let slowBytes = 30;
      for await (const chunk of client as AsyncIterable<Buffer>) {
        for (const byte of chunk.subarray(0, slowBytes)) {
          upstream.write(Uint8Array.of(byte));
          await delay(1);
        }
        upstream.write(chunk.subarray(slowBytes));
        slowBytes = Math.max(0, slowBytes - chunk.length);
      }
    })().catch(() => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return proxy;
}

test('answers HTTP/2 with prior knowledge whose preface comes one byte at a time', async () => {
  const proxy = await startSlowProxy(await startEchoServer());
  const session = connectHttp2(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  const stream = session.request({ ':method': 'POST', ':path': '/model/x/converse' });
  stream.end('body');
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  session.destroy();
  proxy.close();
  expect(text).toBe('2.0 POST /model/x/converse  body');
});

test('serves both protocols at once and many requests on one connection', async () => {
  const port = await startEchoServer();
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const stream = session.request({ ':method': 'POST', ':path': `/${index}` });
      stream.end('x'.repeat(100_000));
      let text = '';
      for await (const chunk of stream) text += String(chunk);
      const http1 = await fetch(`http://127.0.0.1:${port}/${index}`);
      return [text.slice(0, 12), (await http1.text()).slice(0, 10).trim()];
    }),
  );
  session.close();
  expect(answers[7]).toEqual(['2.0 POST /7 ', '1.1 GET /7']);
  expect(answers).toHaveLength(20);
});

test('closes at once although connections are open and silent', async () => {
  const port = await startEchoServer();
  const silent = await openSocket(port);
  const half = await openSocket(port);
  // Being dropped is what this is about.
  for (const socket of [silent, half]) socket.on('error', () => socket.destroy());
  half.write('PRI * HT');
  await server?.close();
  server = undefined;
  await Promise.all(
    [silent, half].map(
      (socket) =>
        new Promise<void>((resolve) =>
          socket.destroyed ? resolve() : socket.once('close', () => resolve()),
        ),
    ),
  );
  const refused = await new Promise((resolve) => connect(port, '127.0.0.1').once('error', resolve));
  expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
});
