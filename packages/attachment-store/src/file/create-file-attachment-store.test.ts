import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { describeAttachmentStore } from '../contract.ts';
import { createFileAttachmentStore } from './create-file-attachment-store.ts';

function createDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'outcrop-attachments-'));
}

describeAttachmentStore('file', () => {
  const directory = createDirectory();
  return {
    open: () => createFileAttachmentStore({ directory: join(directory, 'attachments') }),
    discard: async () => rmSync(directory, { recursive: true }),
  };
});

it('removes what a killed process had not received whole', async () => {
  const directory = createDirectory();
  onTestFinished(() => rmSync(directory, { recursive: true }));
  mkdirSync(join(directory, 'incoming'));
  writeFileSync(join(directory, 'incoming', 'half'), 'half');
  await createFileAttachmentStore({ directory });
  expect(readdirSync(join(directory, 'incoming'))).toEqual([]);
});

it('leaves nothing behind after a refused write', async () => {
  const directory = createDirectory();
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const store = await createFileAttachmentStore({ directory });
  const writing = store.write({ sha256: '0'.repeat(64), bytes: oneByte(), maxBytes: 1 });
  await expect(writing).rejects.toThrow('SHA-256');
  expect(readdirSync(directory, { recursive: true })).toEqual(['incoming']);
});

it('says which path it cannot use', async () => {
  const directory = createDirectory();
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'file');
  writeFileSync(file, '');
  await expect(createFileAttachmentStore({ directory: file })).rejects.toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining(file) as string,
  });
});

async function* oneByte(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('x');
}
