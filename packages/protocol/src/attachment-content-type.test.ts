import { describe, expect, it } from 'vitest';
import { mapFormatToContentType, sniffContentType } from './attachment-content-type.ts';

describe('sniffContentType', () => {
  it('knows media by their first bytes', () => {
    expect(sniffContentType(Buffer.from('iVBORw0KGgo=', 'base64'))).toBe('image/png');
    expect(sniffContentType(Buffer.from('RIFF....WEBP'))).toBe('image/webp');
    expect(sniffContentType(Buffer.from('%PDF-1.7'))).toBe('application/pdf');
  });

  it('does not guess', () => {
    expect(sniffContentType(Buffer.from('<svg xmlns='))).toBeUndefined();
    expect(sniffContentType(Buffer.alloc(0))).toBeUndefined();
  });
});

describe('mapFormatToContentType', () => {
  it.each([
    ['png', 'image/png'],
    ['three_gp', 'video/3gpp'],
    ['MD', 'text/markdown'],
    ['image/SVG+xml; charset=utf-8', 'image/svg+xml'],
  ])('%s is %s', (format, contentType) => {
    expect(mapFormatToContentType(format)).toBe(contentType);
  });

  it('asks the medium where sound and film share a format', () => {
    expect(mapFormatToContentType('mp4', 'audio')).toBe('audio/mp4');
    expect(mapFormatToContentType('mp4', 'video')).toBe('video/mp4');
  });

  it.each(['', 'constructor', 'text', '/', 'a/b\r\nx: y'])('makes nothing of %j', (format) => {
    expect(mapFormatToContentType(format)).toBeUndefined();
  });
});
