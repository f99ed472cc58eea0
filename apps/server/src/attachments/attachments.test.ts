import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeyWith } from '../testing/create-key-with.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';
import { buildAttributes, buildOtlpRequest, buildOtlpSpan } from '../testing/otlp-json.ts';

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(5000)]);

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function put({ app, authorization }: TestServer, bytes: Buffer, sha256 = hash(bytes)) {
  return app.inject({
    method: 'PUT',
    url: `/v1/attachments/${sha256}`,
    headers: { ...authorization, 'content-type': 'application/octet-stream' },
    payload: bytes,
  });
}

async function get({ app, authorization }: TestServer, path: string, headers: Record<string, string> = {}) {
  return app.inject({ url: `/api/attachments/${path}`, headers: { ...authorization, ...headers } });
}

describe('sending attachments', () => {
  it('asks, sends what is missing, and asks no more', async () => {
    const server = await createTestServer();
    const ask = async (): Promise<unknown> =>
      (
        await server.app.inject({
          method: 'POST',
          url: '/v1/attachments/missing',
          headers: server.authorization,
          payload: { sha256: [hash(png), '0'.repeat(64)] },
        })
      ).json();
    expect(await ask()).toEqual({ missing: [hash(png), '0'.repeat(64)] });
    const answer = await put(server, png);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ sha256: hash(png), byte_length: png.length });
    expect(await ask()).toEqual({ missing: ['0'.repeat(64)] });
  });

  it('takes any content type, and none', async () => {
    const server = await createTestServer();
    for (const type of ['application/json', 'text/plain', undefined]) {
      const answer = await server.app.inject({
        method: 'PUT',
        url: `/v1/attachments/${hash(png)}`,
        headers: { ...server.authorization, ...(type && { 'content-type': type }) },
        payload: png,
      });
      expect({ type, status: answer.statusCode }).toEqual({ type, status: 200 });
    }
    expect((await get(server, hash(png))).rawPayload).toEqual(png);
  });

  it('refuses bytes that do not have the hash', async () => {
    const server = await createTestServer();
    const answer = await put(server, png, hash(Buffer.from('other')));
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ error: { code: 'hash_mismatch' } });
  });

  it('refuses too many bytes, announced or not', async () => {
    const server = await createTestServer();
    const large = randomBytes(1_000_001);
    const announced = await put(server, large);
    expect(announced.statusCode).toBe(413);
    expect(announced.json()).toMatchObject({ error: { code: 'attachment_too_large' } });

    const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
    async function* chunks(): AsyncGenerator<Uint8Array> {
      for (let start = 0; start < large.length; start += 100_000) {
        yield large.subarray(start, start + 100_000);
      }
    }
    const unannounced = await fetch(`${url}/v1/attachments/${hash(large)}`, {
      method: 'PUT',
      headers: server.authorization,
      body: chunks(),
      duplex: 'half',
    });
    expect(unannounced.status).toBe(413);
    expect(await unannounced.json()).toMatchObject({ error: { code: 'attachment_too_large' } });
    expect((await get(server, hash(large))).statusCode).toBe(404);
  });

  it('refuses compressed bytes and malformed hashes', async () => {
    const server = await createTestServer();
    const compressed = await server.app.inject({
      method: 'PUT',
      url: `/v1/attachments/${hash(png)}`,
      headers: { ...server.authorization, 'content-encoding': 'gzip' },
      payload: png,
    });
    expect(compressed.statusCode).toBe(415);
    expect((await put(server, png, 'ABC')).statusCode).toBe(400);
    expect((await put(server, png, '..%2f..%2fowner')).statusCode).toBe(400);
  });

  it('wants a key, also of who is signed in', async () => {
    const server = await createTestServer();
    const answer = await server.app.inject({
      method: 'PUT',
      url: `/v1/attachments/${hash(png)}`,
      payload: png,
    });
    expect(answer.statusCode).toBe(401);
  });
});

describe('GET /api/attachments/{sha256}', () => {
  it('needs a key or a session', async () => {
    const { app } = await createTestServer();
    expect((await app.inject({ url: `/api/attachments/${hash(png)}` })).statusCode).toBe(401);
  });

  it('says why there is nothing', async () => {
    const answer = await get(await createTestServer(), hash(png));
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ error: { code: 'attachment_not_found' } });
  });

  it('gives an image with headers that let it be shown and nothing else', async () => {
    const server = await createTestServer();
    await put(server, png);
    const { rawPayload, headers } = await get(
      server,
      `${hash(png)}?content_type=image/png&name=a%22b%0d.png`,
    );
    expect(rawPayload).toEqual(png);
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(png.length),
      'content-disposition': `inline; filename="a_b_.png"; filename*=UTF-8''a%22b_.png`,
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=31536000, immutable',
    });
  });

  it('tells the type from the bytes when nobody says it', async () => {
    const server = await createTestServer();
    await put(server, png);
    expect((await get(server, hash(png))).headers['content-type']).toBe('image/png');
  });

  it.each([
    ['text/html', 'application/octet-stream', 'attachment'],
    ['image/svg+xml', 'application/octet-stream', 'attachment'],
    ['application/xhtml+xml', 'application/octet-stream', 'attachment'],
    ['text/javascript', 'application/octet-stream', 'attachment'],
    ['application/pdf', 'application/pdf', 'attachment'],
    ['text/markdown', 'text/plain; charset=utf-8', 'inline'],
    ['text/plain; charset=utf-7', 'text/plain; charset=utf-8', 'inline'],
    ['image/png\r\nx-evil: 1', 'application/octet-stream', 'attachment'],
  ])('gives %j as %j, %s', async (declared, contentType, disposition) => {
    const server = await createTestServer();
    const bytes = Buffer.from('<script>alert(1)</script>');
    await put(server, bytes);
    const { headers } = await get(server, `${hash(bytes)}?content_type=${encodeURIComponent(declared)}`);
    expect(headers['content-type']).toBe(contentType);
    expect(headers['content-disposition']).toMatch(new RegExp(`^${disposition};`));
  });

  it.each([
    ['bytes=0-3', 206, 'bytes 0-3/10', '0123'],
    ['bytes=7-', 206, 'bytes 7-9/10', '789'],
    ['bytes=-2', 206, 'bytes 8-9/10', '89'],
    ['bytes=8-99', 206, 'bytes 8-9/10', '89'],
    ['bytes=10-', 416, 'bytes */10', undefined],
    ['bytes=-0', 416, 'bytes */10', undefined],
    ['bytes=5-2', 200, undefined, '0123456789'],
    ['bytes=0-1,4-5', 200, undefined, '0123456789'],
    ['lines=1-2', 200, undefined, '0123456789'],
  ])('answers the range %s with %i', async (range, ...expected) => {
    const server = await createTestServer();
    const bytes = Buffer.from('0123456789');
    await put(server, bytes);
    const answer = await get(server, hash(bytes), { range });
    const text = answer.statusCode === 416 ? undefined : answer.body;
    expect([answer.statusCode, answer.headers['content-range'], text]).toEqual(expected);
  });
});

const sendSpan = ({ app }: TestServer, headers: Record<string, string>) => {
  const reference = {
    type: 'attachment',
    content_type: 'image/png',
    byte_length: png.length,
    sha256: hash(png),
  };
  const attributes = buildAttributes({
    'outcrop.project': 'own',
    'outcrop.input': JSON.stringify({ image: reference }),
  });
  const payload = JSON.stringify(buildOtlpRequest([{ ...buildOtlpSpan(0), attributes }]));
  const sent = { 'content-type': 'application/json', ...headers };
  return app.inject({ method: 'POST', url: '/v1/traces', headers: sent, payload });
};
const readAs = ({ app }: TestServer, headers: { authorization: string }) =>
  app.inject({ url: `/api/attachments/${hash(png)}`, headers });

describe('attachments that came with no project', () => {
  it('are read by the keys of the project whose span refers to them', async () => {
    const server = await createTestServer();
    const own = await createKeyWith(server, { scopes: ['read'], project: 'own' });
    const foreign = await createKeyWith(server, { scopes: ['read'], project: 'foreign' });
    await put(server, png);
    expect((await readAs(server, own)).statusCode).toBe(404);
    expect((await sendSpan(server, server.authorization)).statusCode).toBe(200);
    expect((await readAs(server, own)).rawPayload).toEqual(png);
    expect((await readAs(server, foreign)).statusCode).toBe(404);
  });

  it('are not had by naming their hash with a key of one project', async () => {
    const server = await createTestServer();
    const own = await createKeyWith(server, { scopes: ['read', 'ingest'], project: 'own' });
    await put(server, png);
    expect((await sendSpan(server, own)).statusCode).toBe(200);
    expect((await readAs(server, own)).statusCode).toBe(404);
  });
});
