import { describe, expect, it } from 'vitest';
import { takeAttachments } from './take-attachments.ts';

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(40, 7)]);
const base64 = png.toString('base64');
const reference = { type: 'attachment', content_type: 'image/png', byte_length: png.length };

describe('takeAttachments', () => {
  it.each([
    [
      'Converse on the wire',
      { image: { format: 'png', source: { bytes: base64 } } },
      ['image', 'source', 'bytes'],
    ],
    ['Claude', { source: { type: 'base64', media_type: 'image/png', data: base64 } }, ['source', 'data']],
    ['OpenAI', { image_url: { url: `data:image/png;base64,${base64}` } }, ['image_url', 'url']],
    ['a list of images', { images: [base64] }, ['images', '0']],
    ['bytes', { image: { source: { bytes: new Uint8Array(png) } } }, ['image', 'source', 'bytes']],
  ])('puts a reference in the place of the bytes: %s', (_name, block, path) => {
    const value = { messages: [{ content: [block] }] };
    const [attachment, ...others] = takeAttachments(value);
    expect(others).toEqual([]);
    expect(attachment?.reference).toEqual(reference);
    const { source } = attachment!;
    if (source instanceof Blob) throw new Error('bytes were expected');
    expect(Buffer.from(source.read(0, source.byteLength))).toEqual(png);
    let found: unknown = block;
    for (const key of path) found = (found as Record<string, unknown>)[key];
    expect(found).toBe(attachment?.reference);
  });

  it('refers to an address', () => {
    const value = { document: { format: 'pdf', name: 'a', source: { s3Location: { uri: 's3://b/k' } } } };
    expect(takeAttachments(value)).toEqual([]);
    expect(value.document.source.s3Location).toEqual({
      type: 'attachment',
      content_type: 'application/pdf',
      name: 'a',
      uri: 's3://b/k',
    });
  });

  it('leaves text alone, also long text under a name that may hold bytes', () => {
    const value = { text: 'a'.repeat(100), data: 'b'.repeat(100), image: 'c'.repeat(100), list: [base64] };
    const before = structuredClone(value);
    expect(takeAttachments(value)).toEqual([]);
    expect(value).toEqual(before);
  });

  it('cuts off what a span cannot hold, however deep it is', () => {
    const value = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) as Record<string, unknown>;
    takeAttachments(value);
    expect(JSON.stringify(value)).toContain('[Too deep]');
  });
});
