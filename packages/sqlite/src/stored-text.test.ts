import { describe, expect, it } from 'vitest';
import { decodeText, encodeText } from './stored-text.ts';

describe('stored text', () => {
  it.each(['', 'plain', 'naïve 漢字 🪨', '😀'.repeat(3)])('leaves %j as it is', (text) => {
    expect(encodeText(text)).toBe(text);
  });

  it.each([
    '\0',
    'a\0b',
    '\ud800',
    '\udc00x',
    '\udc00\ud800',
    '🪨\ud83e',
    '\u001a',
    '\u001a0000',
    '\u001a\0\ud800',
  ])('returns %j after storing it as valid text without NUL', (text) => {
    const stored = encodeText(text);
    expect(stored).not.toContain('\0');
    expect(Buffer.from(stored).toString()).toBe(stored);
    expect(decodeText(stored)).toBe(text);
  });

  it('keeps every pair of odd texts apart', () => {
    const units = ['\0', '\u001a', '\ud800', '\udc00', '0000', 'd800', 'a'];
    const texts = units.flatMap((first) => units.map((second) => first + second));
    expect(new Set(texts.map(encodeText)).size).toBe(new Set(texts).size);
    expect(texts.map((text) => decodeText(encodeText(text)))).toEqual(texts);
  });
});
