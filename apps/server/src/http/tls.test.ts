import { writeFile } from 'node:fs/promises';
import { connect, type ClientHttp2Session } from 'node:http2';
import { request } from 'node:https';
import { join } from 'node:path';
import { createDualProtocolServer } from '@outcrop/dual-protocol-server';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createTestDirectory } from '../testing/create-test-server.ts';
import { buildServer, startServerProcess, type ServerProcess } from '../testing/server-process.ts';
import { testCertificate } from '../testing/test-certificate.ts';

const apiKey = 'a-key-for-the-tests-of-the-process';
const { cert: ca } = testCertificate;
const model = 'amazon.nova-pro-v1:0';

let server: ReturnType<typeof buildServer>;
beforeAll(() => {
  server = buildServer();
});
afterAll(() => server.remove());

async function start(variables: Record<string, string> = {}): Promise<ServerProcess> {
  const directory = await createTestDirectory();
  const files = { cert: join(directory, 'cert.pem'), key: join(directory, 'key.pem') };
  await writeFile(files.cert, testCertificate.cert);
  await writeFile(files.key, testCertificate.key);
  const started = await startServerProcess(server.entry, {
    OUTCROP_DATA_DIR: join(directory, 'data'),
    OUTCROP_BOOTSTRAP_KEY: apiKey,
    OUTCROP_TLS_CERT: files.cert,
    OUTCROP_TLS_KEY: files.key,
    OUTCROP_ALLOW_PRIVATE_ENDPOINTS: 'on',
    ...variables,
    ...(variables['NODE_EXTRA_CA_CERTS'] && { NODE_EXTRA_CA_CERTS: files.cert }),
  });
  onTestFinished(async () => void (await started.kill('SIGKILL')));
  return started;
}

interface Answer {
  status: number;
  text: string;
}

interface Asking {
  path: string;
  body?: object;
}

const headersOf = (body: object | undefined) => ({
  authorization: `Bearer ${apiKey}`,
  ...(body && { 'content-type': 'application/json' }),
});

async function readText(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

function askHttp1(url: string, { path, body }: Asking): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method: body ? 'POST' : 'GET', ca, headers: headersOf(body), agent: false as const };
    request(`${url}${path}`, options, (response) => {
      const { statusCode: status = 0 } = response;
      readText(response).then((text) => resolve({ status, text }), reject);
    })
      .on('error', reject)
      .end(body && JSON.stringify(body));
  });
}

async function askHttp2(session: ClientHttp2Session, { path, body }: Asking): Promise<Answer> {
  const stream = session.request({
    ':method': body ? 'POST' : 'GET',
    ':path': path,
    ...headersOf(body),
  });
  const status = new Promise<number>((resolve) =>
    stream.once('response', (headers) => resolve(Number(headers[':status']))),
  );
  stream.end(body && JSON.stringify(body));
  const text = await readText(stream);
  return { status: await status, text };
}

it('answers HTTP/2 by ALPN and HTTP/1.1 on the same port, and makes its sample calls', async () => {
  const { url, stderr } = await start();
  expect(url).toMatch(/^https:/);
  const health: Asking = { path: '/health/live' };
  const http1 = await askHttp1(url, health);
  const session = connect(url, { ca });
  onTestFinished(() => session.destroy());
  const http2 = await askHttp2(session, health);
  expect(session.alpnProtocol).toBe('h2');
  expect([http1, http2]).toMatchObject([
    { status: 200, text: http2.text },
    { status: 200, text: http1.text },
  ]);
  const call: Asking = { path: '/v1/chat/completions', body: { model, messages: [] } };
  expect(JSON.parse((await askHttp2(session, call)).text)).toMatchObject({ error: { code: 'no_provider' } });
  expect(JSON.parse((await askHttp1(url, call)).text)).toMatchObject({ error: { code: 'no_provider' } });
  const samples = await askHttp1(url, { path: '/api/sample-calls', body: {} });
  expect(samples).toEqual({ status: 200, text: '{"project":"sample"}' });
  const { text } = await askHttp1(url, { path: '/api/projects/sample/traces' });
  expect(text).toContain('weather-agent');
  // The AWS SDK says there that Node 20 grows old.
  expect(stderr()).not.toContain('outcrop');
});

it.each(['1.1', '2'])(
  'calls a provider over TLS by HTTP/%s, which it trusts or does not',
  async (version) => {
    const seen: string[] = [];
    const upstream = createDualProtocolServer(
      ({ request: { httpVersion }, response }) => {
        seen.push(httpVersion);
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({
            output: { message: { role: 'assistant', content: [{ text: 'Hello over TLS' }] } },
            stopReason: 'end_turn',
            usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
            metrics: { latencyMs: 1 },
          }),
        );
      },
      { tls: testCertificate },
    );
    const port = await upstream.listen(0, '127.0.0.1');
    onTestFinished(() => upstream.close());
    const provider = {
      name: 'tls',
      region: 'us-east-1',
      api_base: `https://127.0.0.1:${port}`,
      http_version: version,
      auth: { type: 'api_key', api_key: 'a-bedrock-key' },
    };
    const call: Asking = {
      path: '/v1/chat/completions',
      body: { model, messages: [{ role: 'user', content: 'Hello' }] },
    };
    const trusting = await start({ NODE_EXTRA_CA_CERTS: 'on' });
    expect((await askHttp1(trusting.url, { path: '/api/providers', body: provider })).status).toBe(201);
    const answer = await askHttp1(trusting.url, call);
    expect([answer.status, answer.text.includes('Hello over TLS')]).toEqual([200, true]);
    const versions = new Set(seen);
    expect(versions).toContain(version === '2' ? '2.0' : '1.1');

    const strict = await start();
    expect((await askHttp1(strict.url, { path: '/api/providers', body: provider })).status).toBe(201);
    const before = seen.length;
    const refused = await askHttp1(strict.url, call);
    expect([refused.status, seen.length]).toEqual([502, before]);
  },
);
