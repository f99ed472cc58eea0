import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect as connectHttp2, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createDualProtocolServer, type NodeResponse } from './create-dual-protocol-server.ts';

/** Answers with a first piece, and with the rest when it is told. */
async function startHalfway() {
  const running: NodeResponse[] = [];
  const dual = createDualProtocolServer(({ response }) => {
    response.writeHead(200);
    (response as ServerResponse).write('first ');
    running.push(response);
  });
  const port = await dual.listen(0, '127.0.0.1');
  onTestFinished(() => dual.close());
  return { dual, port, running, url: `http://127.0.0.1:${port}` };
}

function openSession(url: string): ClientHttp2Session {
  const session = connectHttp2(url);
  session.on('error', () => undefined);
  onTestFinished(() => session.destroy());
  return session;
}

async function readText(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

function ask(session: ClientHttp2Session): { stream: ClientHttp2Stream; text: Promise<string> } {
  const stream = session.request({ ':path': '/' });
  return { stream, text: readText(stream) };
}

/** The text in an object, since it is not awaited yet. */
async function askHttp1(url: string, agent: Agent): Promise<{ text: Promise<string> }> {
  const [response] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
  return { text: readText(response) };
}

test('over HTTP/2 a close says GOAWAY, takes no new streams, and lets those under way end', async () => {
  const { dual, running, url } = await startHalfway();
  const session = openSession(url);
  const { stream, text } = ask(session);
  await once(stream, 'response');
  const goaway = once(session, 'goaway');
  const closed = new Promise<void>((resolve) => dual.server.close(() => resolve()));
  dual.server.closeHttp2Sessions();
  const [code] = (await goaway) as [number];
  expect(code).toBe(0);
  expect(() => session.request({ ':path': '/' })).toThrow(/closed|GOAWAY/i);
  for (const response of running) response.end('rest');
  expect(await text).toBe('first rest');
  await closed;
});

test('over HTTP/1.1 a close lets requests under way end and closes idle connections', async () => {
  const { dual, running, url, port } = await startHalfway();
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const { text } = await askHttp1(url, agent);
  const silent = connect(port, '127.0.0.1');
  await once(silent, 'connect');
  const silentClosed = once(silent, 'close');
  silent.resume();
  await vi.waitFor(async () => {
    const count = await new Promise<number>((resolve) =>
      dual.server.getConnections((_, open) => resolve(open)),
    );
    expect(count).toBe(2);
  });
  const closed = new Promise<void>((resolve) => dual.server.close(() => resolve()));
  dual.server.closeIdleConnections();
  await silentClosed;
  expect(running).toHaveLength(1);
  for (const response of running) response.end('rest');
  expect(await text).toBe('first rest');
  await vi.waitFor(() => dual.server.closeIdleConnections());
  await closed;
});

test('an idle HTTP/2 session is closed by it, and new connections are refused', async () => {
  const { dual, port, url } = await startHalfway();
  const session = openSession(url);
  await once(session, 'remoteSettings');
  const ended = once(session, 'close');
  const closed = new Promise<void>((resolve) => dual.server.close(() => resolve()));
  dual.server.closeHttp2Sessions();
  await ended;
  await closed;
  const [error] = (await once(connect(port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
});

test('what does not end is dropped by closeAllConnections, over both protocols', async () => {
  const { dual, url } = await startHalfway();
  const { stream, text } = ask(openSession(url));
  const http2Ended = text.then(
    () => 'whole',
    () => 'broken',
  );
  await once(stream, 'response');
  const agent = new Agent();
  const http1 = await askHttp1(url, agent);
  const http1Ended = http1.text.then(
    () => 'whole',
    () => 'broken',
  );
  const closed = new Promise<void>((resolve) => dual.server.close(() => resolve()));
  dual.server.closeHttp2Sessions();
  dual.server.closeAllConnections();
  expect(await http1Ended).toBe('broken');
  await http2Ended;
  expect(stream.destroyed).toBe(true);
  await closed;
});
