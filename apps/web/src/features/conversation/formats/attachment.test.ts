import { expect, it } from 'vitest';

import { findAttachments, readAttachment } from './attachment.ts';

const sha256 = 'ab'.repeat(32);
const reference = { type: 'attachment', content_type: 'image/png', byte_length: 9, sha256 };

it('reads a reference to bytes, with its hash only when it is one', () => {
  expect(readAttachment({ source: { bytes: reference } }, 'image')).toMatchObject({
    contentType: 'image/png',
    sha256,
  });
  const odd = { ...reference, sha256: '../../etc', note: 'larger than 20 MB' };
  expect(readAttachment({ source: { bytes: odd } }, 'image')).toMatchObject({
    sha256: undefined,
    note: 'larger than 20 MB',
  });
});

it('reads a reference to an address', () => {
  const source = { s3Location: { type: 'attachment', content_type: 'video/mp4', uri: 's3://b/k' } };
  expect(readAttachment({ format: 'mp4', source }, 'video')).toMatchObject({
    contentType: 'video/mp4',
    address: 's3://b/k',
  });
});

it('finds what a body refers to, wherever, in order and each once', () => {
  const other = { type: 'attachment', content_type: 'audio/wav', name: 'a.wav' };
  const body = { images: [reference, reference], deep: [[{ audio: other }]], type: 'attachments' };
  expect(findAttachments(body).map(({ media, name }) => [media, name])).toEqual([
    ['image', undefined],
    ['audio', 'a.wav'],
  ]);
  expect(findAttachments('text')).toEqual([]);
  expect(findAttachments(Array.from({ length: 200_000 }, () => 0))).toEqual([]);
});
