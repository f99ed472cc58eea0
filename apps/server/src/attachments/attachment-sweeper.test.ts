import { createHash } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';
import { buildAttributes, buildOtlpRequest, buildOtlpSpan } from '../testing/otlp-json.ts';
import { createAttachmentSweeper } from './attachment-sweeper.ts';

const [first, second] = ['f'.repeat(32), 'e'.repeat(32)];
const hourMs = 3_600_000;

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function put({ app, authorization }: TestServer, text: string): Promise<void> {
  await app.inject({
    method: 'PUT',
    url: `/v1/attachments/${hash(text)}`,
    headers: { ...authorization, 'x-outcrop-project': 'alpha' },
    payload: text,
  });
}

/** A trace of one span that refers to attachments. */
async function send({ app, authorization }: TestServer, traceId: string, texts: string[]): Promise<void> {
  const input = texts.map((text) => ({ type: 'attachment', sha256: hash(text) }));
  const attributes = buildAttributes({ 'outcrop.input': JSON.stringify(input) });
  const spans = [buildOtlpSpan(0, { traceId, attributes })];
  const payload = buildOtlpRequest(spans, buildAttributes({ 'outcrop.project': 'alpha' }));
  await app.inject({ method: 'POST', url: '/v1/traces', headers: authorization, payload });
}

async function remove({ app, authorization }: TestServer, traceId: string): Promise<void> {
  await app.inject({
    method: 'DELETE',
    url: `/api/projects/alpha/traces/${traceId}`,
    headers: authorization,
  });
}

async function findStatus({ app, authorization }: TestServer, text: string): Promise<number> {
  return (await app.inject({ url: `/api/attachments/${hash(text)}`, headers: authorization })).statusCode;
}

it('deletes the bytes of a deleted trace, but for those that another refers to', async () => {
  const server = await createTestServer({ now: () => Date.now() + 3 * hourMs });
  for (const text of ['own', 'shared']) await put(server, text);
  await send(server, first, ['own', 'shared']);
  await send(server, second, ['shared']);
  await remove(server, first);
  await expect.poll(() => findStatus(server, 'own')).toBe(404);
  expect(await findStatus(server, 'shared')).toBe(200);
  expect(await server.workspaceStore.hasAttachmentProject('alpha', hash('own'))).toBe(false);
  await remove(server, second);
  await expect.poll(() => findStatus(server, 'shared')).toBe(404);
});

it('keeps bytes that were sent of late, whose span may be on its way, until a later sweep', async () => {
  let lateness = 0;
  const server = await createTestServer({ now: () => Date.now() + lateness });
  // A sweep goes by hash: once the second is gone, the first was looked at.
  const [recent = '', old = ''] = ['one', 'two'].toSorted((a, b) => (hash(a) < hash(b) ? -1 : 1));
  for (const text of [recent, old, 'other']) await put(server, text);
  const longAgo = new Date(Date.now() - 3 * hourMs);
  await utimes(join(server.directory, 'attachments', hash(old).slice(0, 2), hash(old)), longAgo, longAgo);
  await send(server, first, [recent, old]);
  await send(server, second, ['other']);
  await remove(server, first);
  await expect.poll(() => findStatus(server, old)).toBe(404);
  expect(await findStatus(server, recent)).toBe(200);
  lateness = 3 * hourMs;
  await remove(server, second);
  await expect.poll(() => findStatus(server, recent)).toBe(404);
});

it('sweeps once more for all who ask while it sweeps', async () => {
  const ends: (() => void)[] = [];
  const sweeper = createAttachmentSweeper({
    traceStore: {
      async listLooseAttachments() {
        await new Promise<void>((resolve) => ends.push(resolve));
        return [];
      },
      forgetAttachments: async () => undefined,
    },
    attachmentStore: { deleteUnused: async () => true },
    workspaceStore: { removeAttachmentProjects: async () => undefined },
    now: Date.now,
  });
  const swept = [sweeper.sweep()];
  await expect.poll(() => ends.length).toBe(1);
  swept.push(sweeper.sweep(), sweeper.sweep(), sweeper.sweep());
  ends[0]?.();
  await expect.poll(() => ends.length).toBe(2);
  ends[1]?.();
  await Promise.all(swept);
  expect(ends).toHaveLength(2);
});
